package io.portage.target.mariadb;

import io.portage.target.TargetColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The defaults of columns, as values of a row that is not written. */
final class MariaDbDefaults {
  private static final String DEFAULTS =
      """
      SELECT COLUMN_NAME, COLUMN_DEFAULT, EXTRA FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      """;

  private MariaDbDefaults() {}

  /**
   * Returns the default expressions of these columns, by column name; null if one of them contains
   * a name (of a column or a sequence), so that it cannot be used outside of an insert. An
   * AUTO_INCREMENT column is null: the database numbers the row when it is inserted at its new key.
   * MySQL does not tell a literal from an expression, so that there it is always null.
   */
  static @Nullable Map<String, String> of(
      Connection connection, String table, List<TargetColumn> columns) throws SQLException {
    if (columns.isEmpty()) {
      return Map.of();
    }
    if (!MariaDbCatalog.isMariaDb(connection)) {
      return null;
    }
    Map<String, @Nullable String> all = new HashMap<>();
    try (PreparedStatement statement = MariaDbForeignKeys.named(connection, DEFAULTS, table);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        boolean numbered = result.getString(3).toLowerCase(Locale.ROOT).contains("auto_increment");
        all.put(result.getString(1), numbered ? "NULL" : result.getString(2));
      }
    }
    Map<String, String> found = new HashMap<>();
    for (TargetColumn column : columns) {
      String expression = all.get(column.name());
      if (expression == null || expression.contains("`")) {
        return null;
      }
      found.put(column.name(), expression);
    }
    return found;
  }

  /** Returns the values of the columns for one row. */
  static Map<String, @Nullable Object> evaluate(
      Connection connection, List<TargetColumn> columns, Map<String, String> expressions)
      throws SQLException {
    Map<String, @Nullable Object> values = new HashMap<>();
    if (columns.isEmpty()) {
      return values;
    }
    String select =
        "SELECT "
            + columns.stream()
                .map(column -> "(" + Objects.requireNonNull(expressions.get(column.name())) + ")")
                .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(select)) {
      result.next();
      for (int i = 0; i < columns.size(); i++) {
        values.put(
            columns.get(i).name(),
            MariaDbMoveSql.isOfBytes(columns.get(i))
                ? result.getBytes(i + 1)
                : result.getString(i + 1));
      }
    }
    return values;
  }
}
