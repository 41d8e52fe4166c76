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
 */
public record TargetTable(String name, Map<String, TargetColumn> columns, List<String> primaryKey) {
  /** A table of these columns. */
  public static TargetTable of(String name, List<TargetColumn> columns, List<String> primaryKey) {
    return new TargetTable(
        name,
        columns.stream()
            .collect(
                Collectors.toMap(
                    TargetColumn::name,
                    Function.identity(),
                    (first, second) -> first,
                    java.util.LinkedHashMap::new)),
        primaryKey);
  }

  /** The column, or null when the table has none of that name. */
  public @Nullable TargetColumn column(String column) {
    return columns.get(column);
  }
}
