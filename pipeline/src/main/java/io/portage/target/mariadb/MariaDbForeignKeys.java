package io.portage.target.mariadb;

import io.portage.target.ForeignKey;
import io.portage.target.TargetColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads foreign keys from the information schema. */
final class MariaDbForeignKeys {
  private static final String CASCADING =
      """
      SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME,
             k.REFERENCED_COLUMN_NAME
      FROM information_schema.REFERENTIAL_CONSTRAINTS r
      JOIN information_schema.KEY_COLUMN_USAGE k
        ON k.CONSTRAINT_SCHEMA = r.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = r.CONSTRAINT_NAME
        AND k.TABLE_NAME = r.TABLE_NAME
      WHERE r.DELETE_RULE IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
        AND k.REFERENCED_TABLE_SCHEMA = COALESCE(?, DATABASE()) AND k.REFERENCED_TABLE_NAME = ?
      ORDER BY 1, 2, 3, k.ORDINAL_POSITION
      """;

  private static final String OF_TABLE =
      """
      SELECT CONSTRAINT_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, COLUMN_NAME,
             REFERENCED_COLUMN_NAME
      FROM information_schema.KEY_COLUMN_USAGE
      WHERE REFERENCED_TABLE_NAME IS NOT NULL
        AND TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      ORDER BY 1, ORDINAL_POSITION
      """;

  /** A foreign key whose referring rows are deleted or changed with the row that they refer to. */
  record Referrer(
      String schema, String table, String constraint, List<String> columns, List<String> referred) {
    /** Selects one row that refers to a row of {@code parent}. Parameters: the key. */
    String select(String parent, List<TargetColumn> key) {
      List<String> joins = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        joins.add(
            "c."
                + MariaDbSql.quoted(columns.get(i))
                + " = p."
                + MariaDbSql.quoted(referred.get(i)));
      }
      return "SELECT 1 FROM "
          + MariaDbSql.qualified(parent)
          + " AS p JOIN "
          + MariaDbSql.quoted(schema)
          + "."
          + MariaDbSql.quoted(table)
          + " AS c ON "
          + String.join(" AND ", joins)
          + " WHERE "
          + key.stream()
              .map(column -> "p." + MariaDbSql.quoted(column.name()) + " = ?")
              .collect(Collectors.joining(" AND "))
          + " LIMIT 1";
    }
  }

  private MariaDbForeignKeys() {}

  static List<ForeignKey> of(Connection connection, Collection<String> tables) throws SQLException {
    Map<String, String> names = MariaDbCatalog.qualified(connection, tables);
    List<ForeignKey> found = new ArrayList<>();
    for (Map.Entry<String, String> table : names.entrySet()) {
      try (PreparedStatement statement = named(connection, OF_TABLE, table.getKey());
          ResultSet result = statement.executeQuery()) {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        while (result.next()) {
          String parent = result.getString(2) + "." + result.getString(3);
          ForeignKey key =
              keys.computeIfAbsent(
                  result.getString(1),
                  name ->
                      new ForeignKey(
                          table.getValue(),
                          name,
                          new ArrayList<>(),
                          names.getOrDefault(parent, parent),
                          new ArrayList<>()));
          key.columns().add(result.getString(4));
          key.parentColumns().add(result.getString(5));
        }
        found.addAll(keys.values());
      }
    }
    return found;
  }

  /** Returns the foreign keys to {@code table} by which a delete affects other rows. */
  static List<Referrer> cascading(Connection connection, String table) throws SQLException {
    Map<List<String>, Referrer> found = new LinkedHashMap<>();
    try (PreparedStatement statement = named(connection, CASCADING, table);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        List<String> name = List.of(result.getString(1), result.getString(2), result.getString(3));
        Referrer referrer =
            found.computeIfAbsent(
                name,
                each ->
                    new Referrer(
                        each.get(0),
                        each.get(1),
                        each.get(2),
                        new ArrayList<>(),
                        new ArrayList<>()));
        referrer.columns().add(result.getString(4));
        referrer.referred().add(result.getString(5));
      }
    }
    return List.copyOf(found.values());
  }

  /** Prepares a query whose parameters are the database and the name of a table. */
  static PreparedStatement named(Connection connection, String sql, String table)
      throws SQLException {
    int dot = table.indexOf('.');
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, dot < 0 ? null : table.substring(0, dot));
    statement.setString(2, table.substring(dot + 1));
    return statement;
  }
}
