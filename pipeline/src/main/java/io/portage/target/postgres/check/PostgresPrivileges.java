package io.portage.target.postgres.check;

import io.portage.target.postgres.PostgresSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Queries the privileges of the connected user in PostgreSQL. */
final class PostgresPrivileges {
  private PostgresPrivileges() {}

  /**
   * Returns true if the user has this privilege on {@code table} ({@code table} or {@code
   * schema.table}).
   */
  static boolean has(Connection connection, String table, String privilege) throws SQLException {
    String sql = "SELECT has_table_privilege(to_regclass(?), ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, PostgresSql.qualified(table));
      statement.setString(2, privilege);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /** Returns true if the user owns {@code table}, also by a role of which it is a member. */
  static boolean owns(Connection connection, String table) throws SQLException {
    String sql =
        "SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_catalog.pg_class c"
            + " WHERE c.oid = to_regclass(?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, PostgresSql.qualified(table));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /**
   * The schema in which {@code table} would be created.
   *
   * @param schema null if the name has no schema and the search path leads to none
   * @param allowed true if the user may create tables in it
   */
  record CreatePrivilege(@Nullable String schema, boolean allowed) {}

  /** Returns the user's right to create {@code table} ({@code table} or {@code schema.table}). */
  static CreatePrivilege creation(Connection connection, String table) throws SQLException {
    String sql =
        """
        SELECT n.nspname, has_schema_privilege(n.oid, 'CREATE')
        FROM pg_catalog.pg_namespace n WHERE n.nspname = COALESCE(?, current_schema())
        """;
    int dot = table.indexOf('.');
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, dot < 0 ? null : table.substring(0, dot));
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? new CreatePrivilege(result.getString(1), result.getBoolean(2))
            : new CreatePrivilege(dot < 0 ? null : table.substring(0, dot), false);
      }
    }
  }
}
