package io.portage.target;

import io.portage.config.TargetConfig;
import java.io.Serializable;

/** Opens the target's catalog on a worker. */
@FunctionalInterface
public interface TargetTablesFactory extends Serializable {
  /** Opens the tables of {@code target}; the caller closes them. */
  TargetTables open(TargetConfig target);
}
