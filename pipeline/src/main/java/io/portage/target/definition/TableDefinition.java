package io.portage.target.definition;

import java.util.List;

/**
 * The definition of a target table.
 *
 * @param name its name, {@code table} or {@code schema.table}, not quoted
 * @param columns its columns in order
 * @param primaryKey the names of the primary key's columns, at least one
 * @param comments lines about the whole table
 */
public record TableDefinition(
    String name, List<ColumnDefinition> columns, List<String> primaryKey, List<String> comments) {
  /** Keeps copies of the lists. */
  public TableDefinition {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    comments = List.copyOf(comments);
  }
}
