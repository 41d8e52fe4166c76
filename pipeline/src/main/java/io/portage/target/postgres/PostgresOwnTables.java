package io.portage.target.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates Portage's own tables in the target database. */
final class PostgresOwnTables {
  private PostgresOwnTables() {}

  /**
   * Creates the table if it is missing, in a transaction of its own. Concurrent calls are harmless.
   *
   * @param table its qualified and quoted name
   * @param columns its columns and constraints, in parentheses
   */
  static void create(Connection connection, String table, String columns) throws SQLException {
    if (!exists(connection, table)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE IF NOT EXISTS " + table + " " + columns);
      } catch (SQLException e) {
        // If two sessions create the table at the same moment, one fails on the catalog.
        rollBackAfter(e, connection);
        if (!exists(connection, table)) {
          throw e;
        }
      }
    }
    connection.commit();
  }

  /**
   * Rolls back after an error. If that fails, too, the error is thrown, because it names the cause:
   * of a connection that it has closed, a pool reports nothing but that it is closed.
   */
  static void rollBackAfter(SQLException error, Connection connection) throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException closed) {
      error.addSuppressed(closed);
      throw error;
    }
  }

  /** Returns true if there is a table of this qualified and quoted name. */
  static boolean exists(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, table);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }
}
