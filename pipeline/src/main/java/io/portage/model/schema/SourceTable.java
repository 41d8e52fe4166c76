package io.portage.model.schema;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a source table, as one record's schema declares them or as the values of some
 * records show them.
 *
 * @param name the source's name of the table ({@code schema.table}), or null if the events do not
 *     contain it: then the topic names the table
 * @param columns the columns in the schema's order
 * @param declared true if a schema declares the types; false if they were derived from values
 */
public record SourceTable(@Nullable String name, List<SourceColumn> columns, boolean declared)
    implements Serializable {
  /** Keeps a copy of the list. */
  public SourceTable {
    columns = List.copyOf(columns);
  }

  /** Returns the column, or null if the table has none of that name. */
  public @Nullable SourceColumn column(String column) {
    for (SourceColumn one : columns) {
      if (one.name().equals(column)) {
        return one;
      }
    }
    return null;
  }

  /** Returns a copy whose key consists of the columns with these names. */
  public SourceTable withKey(List<String> key) {
    return new SourceTable(
        name,
        columns.stream().map(column -> column.withKey(key.contains(column.name()))).toList(),
        declared);
  }
}
