package io.portage.target.mariadb;

import io.portage.target.ColumnType;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TypeFamily;
import io.portage.target.definition.AddedColumn;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import io.portage.target.mariadb.fitting.ServerLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the description of a table from the information schema. */
final class MariaDbCatalog {
  private static final String COLUMNS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE,
             CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION,
             IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_KEY, COLUMN_COMMENT, CHARACTER_SET_NAME
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      ORDER BY ORDINAL_POSITION
      """;

  private static final String KEY =
      """
      SELECT COLUMN_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY'
      ORDER BY SEQ_IN_INDEX
      """;

  private static final String JSON_CHECKS =
      """
      SELECT CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
      WHERE CONSTRAINT_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      """;

  /**
   * The first value is true if TIMESTAMP ends in 2106, the second if JSON may be deeper than 31.
   */
  private static final String LIMITS =
      """
      SELECT COALESCE(UNIX_TIMESTAMP('2106-02-07 06:28:15'), 0) > 0,
             JSON_VALID(CONCAT(REPEAT('[', 32), REPEAT(']', 32)))
      """;

  private static final Pattern JSON = Pattern.compile("json_valid\\(`(.+)`\\)");
  private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");
  private static final int MICROS = 6;

  private MariaDbCatalog() {}

  static Optional<TargetTable> describe(Connection connection, String name) throws SQLException {
    List<TargetColumn> columns = new ArrayList<>();
    String canonical = name;
    Set<String> json = new HashSet<>();
    ServerLimits limits = ServerLimits.MYSQL;
    if (isMariaDb(connection)) {
      json.addAll(jsonColumns(connection, name));
      limits = limits(connection);
    }
    try (PreparedStatement statement = MariaDbForeignKeys.named(connection, COLUMNS, name);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        canonical = result.getString(1) + "." + result.getString(2);
        columns.add(column(result, json, limits));
      }
    }
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = MariaDbForeignKeys.named(connection, KEY, name);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        key.add(result.getString(1));
      }
    }
    return Optional.of(TargetTable.of(name, columns, key, canonical, false));
  }

  /** Returns names by their form with the database, which is the session's if a name has none. */
  static Map<String, String> qualified(Connection connection, Collection<String> tables)
      throws SQLException {
    String current = current(connection);
    Map<String, String> names = new LinkedHashMap<>();
    for (String table : tables) {
      names.put(table.indexOf('.') < 0 ? current + "." + table : table, table);
    }
    return names;
  }

  private static String current(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT DATABASE()");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }

  /** Returns the storage engine's estimates; a view has none. */
  static Map<String, Long> estimatedRows(Connection connection, Collection<String> tables)
      throws SQLException {
    Map<String, String> names = qualified(connection, tables);
    Map<String, Long> rows = new HashMap<>();
    if (names.isEmpty()) {
      return rows;
    }
    String sql =
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_ROWS FROM information_schema.TABLES"
            + " WHERE TABLE_ROWS IS NOT NULL AND (TABLE_SCHEMA, TABLE_NAME) IN ("
            + String.join(", ", Collections.nCopies(names.size(), "(?, ?)"))
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 0;
      for (String name : names.keySet()) {
        int dot = name.indexOf('.');
        statement.setString(++at, name.substring(0, dot));
        statement.setString(++at, name.substring(dot + 1));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String name = names.get(result.getString(1) + "." + result.getString(2));
          if (name != null) {
            rows.put(name, result.getLong(3));
          }
        }
      }
    }
    return rows;
  }

  /** Returns true for MariaDB, false for MySQL. */
  static boolean isMariaDb(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")
        || connection.getMetaData().getDatabaseProductName().contains("MariaDB");
  }

  /** MariaDB's JSON is a LONGTEXT with a check. */
  private static Set<String> jsonColumns(Connection connection, String table) throws SQLException {
    Set<String> found = new HashSet<>();
    try (PreparedStatement statement = MariaDbForeignKeys.named(connection, JSON_CHECKS, table);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        Matcher matcher = JSON.matcher(result.getString(1));
        if (matcher.matches()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }

  private static ServerLimits limits(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIMITS);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return ServerLimits.ofMariaDb(result.getBoolean(1), result.getBoolean(2));
    }
  }

  private static TargetColumn column(ResultSet result, Set<String> json, ServerLimits limits)
      throws SQLException {
    String name = result.getString("COLUMN_NAME");
    String dataType = result.getString("DATA_TYPE").toLowerCase(Locale.ROOT);
    String columnType = result.getString("COLUMN_TYPE");
    boolean isJson = dataType.equals("longtext") && json.contains(name);
    ColumnType type =
        MariaDbTypes.of(
            isJson ? "json" : dataType, columnType, result.getString("CHARACTER_SET_NAME"), limits);
    int length =
        switch (dataType) {
          case "char", "varchar", "binary", "varbinary" ->
              (int) Math.min(Integer.MAX_VALUE, result.getLong("CHARACTER_MAXIMUM_LENGTH"));
          case "decimal", "bit" -> result.getInt("NUMERIC_PRECISION");
          case "time", "datetime", "timestamp" ->
              (int) Math.pow(10, MICROS - result.getInt("DATETIME_PRECISION"));
          default -> 0;
        };
    int scale =
        type.family() == TypeFamily.DECIMAL || type.family() == TypeFamily.FLOAT
            ? result.getInt("NUMERIC_SCALE")
            : 0;
    String extra = result.getString("EXTRA").toLowerCase(Locale.ROOT);
    boolean generated = extra.contains("generated") && !extra.contains("default_generated");
    return new TargetColumn(
        name,
        type,
        type.name().equals("bigint unsigned") ? MariaDbTypes.UNSIGNED_DIGITS : length,
        scale,
        result.getString("IS_NULLABLE").equals("YES"),
        hasDefault(result, extra),
        generated,
        false,
        type.family() == TypeFamily.OTHER || dataType.equals("enum")
            ? labels(dataType, columnType)
            : List.of(),
        false,
        AddedColumn.ofComment(result.getString("COLUMN_COMMENT")));
  }

  private static boolean hasDefault(ResultSet result, String extra) throws SQLException {
    String value = result.getString("COLUMN_DEFAULT");
    return extra.contains("auto_increment") || (value != null && !value.equals("NULL"));
  }

  private static List<String> labels(String dataType, String columnType) {
    if (!dataType.equals("enum") && !dataType.equals("set")) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    Matcher matcher = LABEL.matcher(columnType);
    while (matcher.find()) {
      labels.add(label(matcher.group(1)));
    }
    return labels;
  }

  /** Returns a label without the escapes of the definition. */
  private static String label(String escaped) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if ((c == '\\' || c == '\'') && i + 1 < escaped.length()) {
        i++;
        char next = escaped.charAt(i);
        label.append(
            c == '\''
                ? c
                : switch (next) {
                  case 'n' -> '\n';
                  case 'r' -> '\r';
                  case '0' -> '\0';
                  default -> next;
                });
      } else {
        label.append(c);
      }
    }
    return label.toString();
  }
}
