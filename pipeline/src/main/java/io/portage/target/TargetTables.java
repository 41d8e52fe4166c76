package io.portage.target;

import io.portage.config.TargetConfig;
import java.util.Optional;

/**
 * The target's tables by name, read from its catalog when first asked for and kept.
 *
 * <p>Waits as long as the database is out of reach; back-pressure, not failure, is what an outage
 * gives. Thread-safe.
 */
public interface TargetTables extends AutoCloseable {
  /** The tables of the configured target. Asks nothing yet; close it when done. */
  static TargetTables open(TargetConfig config) {
    return JdbcTargetTables.open(config);
  }

  /** The table as last read, or empty when the target has none of that name. */
  Optional<TargetTable> find(String name);

  /** The table, read anew: for callers that missed a column which may have been added. */
  Optional<TargetTable> refresh(String name);

  @Override
  void close();
}
