package io.portage.launcher;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks PostgreSQL what the connected user may do. */
final class Privileges {
  private Privileges() {}

  /**
   * Whether the user has this privilege on {@code table} ({@code table} or {@code schema.table}).
   */
  static boolean has(Connection connection, String table, String privilege) throws SQLException {
    String sql = "SELECT has_table_privilege(to_regclass(?), ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, quoted(table));
      statement.setString(2, privilege);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private static String quoted(String table) {
    return '"' + table.replace("\"", "\"\"").replaceFirst("\\.", "\".\"") + '"';
  }
}
