package io.portage.target.postgres.check;

import io.portage.target.postgres.PostgresSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Checks for row-level security policies that can hide rows of a table from the user. */
final class PostgresRowSecurity {
  private PostgresRowSecurity() {}

  /** Returns a warning if row-level security is active for the connected user, else nothing. */
  static List<String> run(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT row_security_active(to_regclass(?)), current_user::text")) {
      statement.setString(1, PostgresSql.qualified(table));
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next() || !result.getBoolean(1)) {
          return List.of();
        }
        String user = result.getString(2);
        return List.of(
            "row-level security applies to the user "
                + user
                + ": rows that its policies hide cannot be compared or updated, and rows that"
                + " they reject become dead letters; give the user a policy for all rows, or"
                + " ALTER ROLE "
                + PostgresSql.quoted(user)
                + " BYPASSRLS;");
      }
    }
  }
}
