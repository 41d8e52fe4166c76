package io.portage.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The table of moved rows in PostgreSQL: each was taken from its old key and is kept for its new
 * one, as a JSON object of the columns' texts. The table of a row, the digest of its new key's text
 * and the version of its arrival name it.
 */
final class PostgresMovedRows {
  /** Rows of one call: few enough for a fraction of a second. */
  private static final int MOST = 10_000;

  private PostgresMovedRows() {}

  static void create(Connection connection, String name) throws SQLException {
    if (!exists(connection, name)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS "
                + PostgresSql.qualified(name)
                + " (\"table_name\" text COLLATE \"C\" NOT NULL, \"key_digest\" bytea NOT NULL,"
                + " \"version\" numeric NOT NULL, \"row\" json NOT NULL,"
                + " \"moved_at\" timestamptz NOT NULL DEFAULT now(),"
                + " PRIMARY KEY (\"table_name\", \"key_digest\", \"version\"))");
      } catch (SQLException e) {
        // Of two makers at the same moment one fails on the catalog.
        connection.rollback();
        if (!exists(connection, name)) {
          throw e;
        }
      }
    }
    connection.commit();
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, PostgresSql.qualified(name));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  static int expire(Connection connection, String name, TargetTable table, Duration age)
      throws SQLException {
    if (!exists(connection, name)) {
      return 0;
    }
    String sql =
        """
        DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM %1$s WHERE "table_name" = ?
          AND "moved_at" < now() - make_interval(secs => ?) LIMIT %2$d))
        """
            .formatted(PostgresSql.qualified(name), MOST);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setDouble(2, (double) age.toSeconds());
      return statement.executeUpdate();
    }
  }
}
