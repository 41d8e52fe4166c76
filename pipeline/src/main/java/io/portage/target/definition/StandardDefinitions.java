package io.portage.target.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The statements of definitions in standard SQL, with {@code IF NOT EXISTS}, for the dialects of
 * databases that accept them.
 *
 * @param quoted quotes an identifier
 */
public record StandardDefinitions(UnaryOperator<String> quoted) {
  /** Returns {@code CREATE TABLE}; see {@link DefinitionDialect#createTable}. */
  public String createTable(TableDefinition table) {
    StringBuilder sql = new StringBuilder();
    table.comments().forEach(line -> sql.append("-- ").append(oneLine(line)).append('\n'));
    sql.append("CREATE TABLE IF NOT EXISTS ").append(qualified(table.name())).append(" (\n");
    for (ColumnDefinition column : table.columns()) {
      sql.append("  ").append(column(column)).append(',');
      if (column.comment() != null) {
        sql.append(" -- ").append(oneLine(column.comment()));
      }
      sql.append('\n');
    }
    return sql.append("  PRIMARY KEY (")
        .append(table.primaryKey().stream().map(quoted).collect(Collectors.joining(", ")))
        .append(")\n)")
        .toString();
  }

  /** Returns {@code ALTER TABLE}; see {@link DefinitionDialect#addColumns}. */
  public String addColumns(String table, List<ColumnDefinition> columns) {
    return addColumns(table, columns, "");
  }

  /** Returns {@code ALTER TABLE}; {@code suffix} ends each column's definition. */
  public String addColumns(String table, List<ColumnDefinition> columns, String suffix) {
    return "ALTER TABLE "
        + qualified(table)
        + columns.stream()
            .map(column -> " ADD COLUMN IF NOT EXISTS " + column(column) + suffix)
            .collect(Collectors.joining(","));
  }

  /** Returns a column's definition with its quoted name and without its comment. */
  public String column(ColumnDefinition column) {
    List<String> parts = new ArrayList<>(List.of(quoted.apply(column.name()), column.type()));
    if (column.defaultValue() != null) {
      parts.add("DEFAULT " + column.defaultValue());
    }
    if (!column.nullable()) {
      parts.add("NOT NULL");
    }
    return String.join(" ", parts);
  }

  /** Returns {@code table} or {@code schema.table} with each part quoted. */
  public String qualified(String table) {
    int dot = table.indexOf('.');
    return dot < 0
        ? quoted.apply(table)
        : quoted.apply(table.substring(0, dot)) + "." + quoted.apply(table.substring(dot + 1));
  }

  private static String oneLine(String comment) {
    return comment.replaceAll("\\p{Cntrl}+", " ");
  }
}
