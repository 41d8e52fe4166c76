package io.portage.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The table that keeps the versions of deleted rows: made, brought up to date, and cleaned. */
final class PostgresTombstones {
  /** Both answers are false where there is no such table. */
  private static final String LOOK =
      """
      SELECT count(*) > 0, count(*) FILTER (WHERE attname = 'buried_at') > 0
      FROM pg_catalog.pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
      """;

  private static final String BURIED_AT = "\"buried_at\" timestamptz NOT NULL DEFAULT now()";

  private PostgresTombstones() {}

  private enum Found {
    NOTHING,
    OLD_LAYOUT,
    TABLE
  }

  static void create(Connection connection, String tombstones) throws SQLException {
    Found found = look(connection, tombstones);
    if (found != Found.TABLE) {
      try {
        execute(connection, found == Found.NOTHING ? made(tombstones) : altered(tombstones));
      } catch (SQLException e) {
        // IF NOT EXISTS does not help two makers at the same moment: one of them fails on the
        // catalog.
        connection.rollback();
        if (look(connection, tombstones) != Found.TABLE) {
          throw e;
        }
      }
    }
    connection.commit();
  }

  private static String made(String tombstones) {
    return "CREATE TABLE IF NOT EXISTS "
        + PostgresSql.qualified(tombstones)
        + " (\"table_name\" text NOT NULL, \"key\" text COLLATE \"C\" NOT NULL,"
        + " \"version\" numeric NOT NULL, "
        + BURIED_AT
        + ", PRIMARY KEY (\"table_name\", \"key\"))";
  }

  private static String altered(String tombstones) {
    return "ALTER TABLE "
        + PostgresSql.qualified(tombstones)
        + " ADD COLUMN IF NOT EXISTS "
        + BURIED_AT;
  }

  /** Removes what was left longer than {@code age} ago, but for that of a whole table. */
  static int expire(Connection connection, String tombstones, String table, Duration age)
      throws SQLException {
    String sql =
        "DELETE FROM "
            + PostgresSql.qualified(tombstones)
            + " WHERE \"table_name\" = ? AND \"key\" <> '[]'"
            + " AND \"buried_at\" < now() - make_interval(secs => ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setDouble(2, (double) age.toSeconds());
      return statement.executeUpdate();
    }
  }

  private static Found look(Connection connection, String tombstones) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      statement.setString(1, PostgresSql.qualified(tombstones));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (!result.getBoolean(1)) {
          return Found.NOTHING;
        }
        return result.getBoolean(2) ? Found.TABLE : Found.OLD_LAYOUT;
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
