package io.portage.target;

import io.portage.model.schema.SourceColumn;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import java.util.List;
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

  /**
   * Adds columns to a table, with the types and the defaults that the source declares. Of several
   * callers, also in other processes, one adds a column; a column that exists is left as it is,
   * whatever its type. Waits as long as the table is locked or the database is down. By default the
   * target accepts no new columns.
   *
   * @param columns at least one
   * @param origin is kept with each column that is added
   * @return the table as it is then
   * @throws ColumnsNotAddedException if the database refuses
   */
  default Optional<TargetTable> addColumns(
      String name, List<SourceColumn> columns, AddedColumn origin) throws ColumnsNotAddedException {
    throw new ColumnsNotAddedException("the target's tables cannot be altered by the job");
  }

  @Override
  void close();
}
