package io.portage.target.h2;

import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the description of a table from the standard's information schema. */
final class H2Catalog {
  private static final String COLUMNS =
      """
      SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
             DATETIME_PRECISION, IS_NULLABLE, COLUMN_DEFAULT, IS_IDENTITY, IS_GENERATED,
             TABLE_SCHEMA
      FROM INFORMATION_SCHEMA.COLUMNS
      WHERE TABLE_SCHEMA = COALESCE(CAST(? AS VARCHAR), CURRENT_SCHEMA) AND TABLE_NAME = ?
      ORDER BY ORDINAL_POSITION
      """;

  private static final String KEY =
      """
      SELECT k.COLUMN_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS c
      JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
        ON k.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME
      WHERE c.CONSTRAINT_TYPE = 'PRIMARY KEY' AND c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?
      ORDER BY k.ORDINAL_POSITION
      """;

  private H2Catalog() {}

  static Optional<TargetTable> describe(Connection connection, String name) throws SQLException {
    int dot = name.indexOf('.');
    String schema = dot < 0 ? null : name.substring(0, dot);
    String table = name.substring(dot + 1);
    List<TargetColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          columns.add(column(result));
          schema = result.getString("TABLE_SCHEMA");
        }
      }
    }
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TargetTable.of(
                name, columns, key(connection, schema, table), schema + "." + table, false));
  }

  private static TargetColumn column(ResultSet result) throws SQLException {
    String type = result.getString("DATA_TYPE");
    int length =
        switch (type) {
          case "CHARACTER VARYING" -> result.getInt("CHARACTER_MAXIMUM_LENGTH");
          case "NUMERIC" -> result.getInt("NUMERIC_PRECISION");
          case "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" ->
              (int) Math.pow(10, Math.max(0, 6 - result.getInt("DATETIME_PRECISION")));
          default -> 0;
        };
    boolean isGenerated = result.getString("IS_GENERATED").equals("ALWAYS");
    return new TargetColumn(
        result.getString("COLUMN_NAME"),
        H2Types.of(type),
        length,
        type.equals("NUMERIC") ? result.getInt("NUMERIC_SCALE") : 0,
        result.getString("IS_NULLABLE").equals("YES"),
        result.getString("COLUMN_DEFAULT") != null || result.getString("IS_IDENTITY").equals("YES"),
        isGenerated);
  }

  private static List<String> key(Connection connection, String schema, String table)
      throws SQLException {
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          key.add(result.getString(1));
        }
      }
    }
    return key;
  }
}
