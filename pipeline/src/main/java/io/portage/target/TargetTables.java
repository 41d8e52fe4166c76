package io.portage.target;

import io.portage.config.TargetConfig;
import java.util.Optional;

/**
 * The target's tables by name, read from its catalog on first use and cached.
 *
 * <p>Blocks during an outage of the database, which gives back-pressure instead of a failure.
 * Thread-safe.
 */
public interface TargetTables extends AutoCloseable {
  /**
   * Opens the tables of the configured target. Does not connect yet; the caller closes the result.
   */
  static TargetTables open(TargetConfig config) {
    return JdbcTargetTables.open(config);
  }

  /** Returns the table as last read, or empty if the target has none of that name. */
  Optional<TargetTable> find(String name);

  /** Reads the table again: for callers that miss a column which may have been added since. */
  Optional<TargetTable> refresh(String name);

  @Override
  void close();
}
