package io.portage.verify.rows;

import io.portage.model.CanonicalText;
import io.portage.target.Dialect;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys are sent as text of an unspecified type, or as arrays of the column's type, so that the
 * server converts them and an index is used.
 */
final class PostgresKeySql implements KeySql {
  private static final String TYPES =
      "SELECT attname, format_type(atttypid, NULL) FROM pg_catalog.pg_attribute"
          + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped";

  private final Map<String, String> typesByQuotedColumn;

  private PostgresKeySql(Map<String, String> typesByQuotedColumn) {
    this.typesByQuotedColumn = typesByQuotedColumn;
  }

  /** Reads the types of the table's columns. */
  static PostgresKeySql of(Connection connection, Dialect dialect, String table)
      throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
      statement.setString(1, dialect.qualified(table));
      try (ResultSet columns = statement.executeQuery()) {
        while (columns.next()) {
          types.put(dialect.quoted(columns.getString(1)), columns.getString(2));
        }
      }
    }
    return new PostgresKeySql(types);
  }

  @Override
  public String after(List<String> quotedKey) {
    return "("
        + String.join(", ", quotedKey)
        + ") > ("
        + quotedKey.stream().map(key -> "?").collect(Collectors.joining(", "))
        + ")";
  }

  @Override
  public void bindAfter(PreparedStatement statement, List<Object> key) throws SQLException {
    for (int i = 0; i < key.size(); i++) {
      statement.setObject(i + 1, text(key.get(i)), Types.OTHER);
    }
  }

  /** The planner must not know the arrays' length: it would read the whole table for a long one. */
  @Override
  public PreparedStatement byKeys(
      Connection connection,
      String select,
      String table,
      List<String> quotedKey,
      List<List<Object>> keys)
      throws SQLException {
    StringBuilder arrays = new StringBuilder();
    StringBuilder names = new StringBuilder();
    StringBuilder join = new StringBuilder();
    for (int i = 0; i < quotedKey.size(); i++) {
      String separator = i == 0 ? "" : ", ";
      arrays
          .append(separator)
          .append("(SELECT CAST(? AS ")
          .append(typesByQuotedColumn.get(quotedKey.get(i)))
          .append("[]))");
      names.append(separator).append("k").append(i);
      join.append(i == 0 ? "" : " AND ")
          .append("t.")
          .append(quotedKey.get(i))
          .append(" = wanted.k")
          .append(i);
    }
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + select
                + " FROM unnest("
                + arrays
                + ") AS wanted("
                + names
                + ") JOIN "
                + table
                + " AS t ON "
                + join);
    for (int i = 0; i < quotedKey.size(); i++) {
      statement.setObject(i + 1, array(keys, i), Types.OTHER);
    }
    return statement;
  }

  private static String array(List<List<Object>> keys, int column) {
    StringBuilder array = new StringBuilder(keys.size() * 8).append('{');
    for (int row = 0; row < keys.size(); row++) {
      if (row > 0) {
        array.append(',');
      }
      Object value = keys.get(row).get(column);
      String text = text(value);
      if (value instanceof Long) {
        array.append(text);
        continue;
      }
      array.append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          array.append('\\');
        }
        array.append(c);
      }
      array.append('"');
    }
    return array.append('}').toString();
  }

  private static String text(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof CanonicalText text ? text.text() : String.valueOf(value);
  }

  @Override
  public String estimate() {
    return "SELECT COALESCE(SUM(GREATEST(reltuples, 0)), 0)::int8 FROM pg_catalog.pg_class"
        + " WHERE oid IN (SELECT relid FROM pg_partition_tree(to_regclass(?))"
        + " UNION SELECT to_regclass(?))";
  }

  @Override
  public List<String> estimated(String table) {
    return List.of(table, table);
  }
}
