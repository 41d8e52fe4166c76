package io.portage.target;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as the target's own catalog describes it.
 *
 * @param name as the configuration names it, {@code table} or {@code schema.table}
 * @param columns by name, in the catalog's order
 * @param primaryKey the primary key's columns in order, empty where there is none
 * @param canonical {@code schema.table} as the catalog has it, the same for all ways to name it
 * @param deferrable whether a constraint on its rows can wait for the end of the transaction
 */
public record TargetTable(
    String name,
    Map<String, TargetColumn> columns,
    List<String> primaryKey,
    String canonical,
    boolean deferrable) {
  /** A table of these columns, whose name is canonical and whose constraints never wait. */
  public static TargetTable of(String name, List<TargetColumn> columns, List<String> primaryKey) {
    return of(name, columns, primaryKey, name, false);
  }

  /** A table of these columns. */
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
        deferrable);
  }

  /** The column, or null when the table has none of that name. */
  public @Nullable TargetColumn column(String column) {
    return columns.get(column);
  }
}
