package io.portage.target;

import java.util.Optional;

/**
 * The target's tables by name, read from its catalog on first use and cached.
 *
 * <p>Blocks during an outage of the database, which gives back-pressure instead of a failure.
 * Thread-safe.
 */
public interface TargetTables extends AutoCloseable {
  /** The tables of a target without a schema: every table exists and has every column. */
  TargetTables SCHEMALESS =
      new TargetTables() {
        @Override
        public Optional<TargetTable> find(String name) {
          return Optional.of(TargetTable.schemaless(name));
        }

        @Override
        public Optional<TargetTable> refresh(String name) {
          return find(name);
        }

        @Override
        public void close() {}
      };

  /** Returns the table as last read, or empty if the target has none of that name. */
  Optional<TargetTable> find(String name);

  /** Reads the table again: for callers that miss a column which may have been added since. */
  Optional<TargetTable> refresh(String name);

  @Override
  void close();
}
