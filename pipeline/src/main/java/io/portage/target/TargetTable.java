package io.portage.target;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as the target's catalog describes it.
 *
 * @param name its name in the configuration, {@code table} or {@code schema.table}
 * @param columns its columns by name, in the catalog's order
 * @param primaryKey the columns of the primary key in order; empty if there is none
 * @param canonical {@code schema.table} in the catalog's spelling, the same for all names of the
 *     table
 * @param deferrable true if a constraint on its rows is DEFERRABLE
 * @param schemaless true if the target has no catalog: the table has every column, and {@code
 *     columns} is empty
 */
public record TargetTable(
    String name,
    Map<String, TargetColumn> columns,
    List<String> primaryKey,
    String canonical,
    boolean deferrable,
    boolean schemaless) {
  /** A table that has every column, of the type {@link TargetColumn#ANY}. */
  public static TargetTable schemaless(String name) {
    return new TargetTable(name, Map.of(), List.of(), name, false, true);
  }

  /** A table with these columns, a canonical name and no DEFERRABLE constraint. */
  public static TargetTable of(String name, List<TargetColumn> columns, List<String> primaryKey) {
    return of(name, columns, primaryKey, name, false);
  }

  /** A table with these columns. */
  public static TargetTable of(
      String name,
      List<TargetColumn> columns,
      List<String> primaryKey,
      String canonical,
      boolean deferrable) {
    return new TargetTable(
        name,
        columns.stream()
            .collect(
                Collectors.toMap(
                    TargetColumn::name,
                    Function.identity(),
                    (first, second) -> first,
                    java.util.LinkedHashMap::new)),
        primaryKey,
        canonical,
        deferrable,
        false);
  }

  /** Returns the column, or null if the table has none of that name. */
  public @Nullable TargetColumn column(String column) {
    return schemaless ? TargetColumn.any(column) : columns.get(column);
  }
}
