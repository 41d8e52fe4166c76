package io.portage.sink;

import io.portage.config.PortageConfig;
import io.portage.target.TargetTables;
import java.io.Serializable;

/** Opens the target's catalog on a worker. */
@FunctionalInterface
public interface TargetTablesFactory extends Serializable {
  /** Opens the tables of the job's target; the caller closes them. */
  TargetTables open(PortageConfig config);
}
