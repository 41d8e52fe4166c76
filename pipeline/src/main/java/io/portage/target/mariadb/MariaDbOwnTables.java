package io.portage.target.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates Portage's own tables in the target database. */
final class MariaDbOwnTables {
  private static final String EXISTS =
      """
      SELECT 1 FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      """;

  private MariaDbOwnTables() {}

  /**
   * Creates the table if it is missing, in a transaction of its own. Concurrent calls are harmless.
   * A table that exists needs no privilege to create one.
   *
   * @param table its name
   * @param columns its columns and constraints, in parentheses
   */
  static void create(Connection connection, String table, String columns) throws SQLException {
    if (!exists(connection, table)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS "
                + MariaDbSql.qualified(table)
                + " "
                + columns
                + " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
      }
    }
    connection.commit();
  }

  /** Returns true if there is a table of this name. */
  static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement = MariaDbForeignKeys.named(connection, EXISTS, table);
        ResultSet result = statement.executeQuery()) {
      return result.next();
    }
  }
}
