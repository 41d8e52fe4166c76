package io.portage.target.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the tombstone table and upgrades earlier layouts of it. */
final class PostgresTombstones {
  /** Both results are false if there is no such table. */
  private static final String FIND_LAYOUT =
      """
      SELECT count(*) > 0, count(*) FILTER (WHERE attname IN ('deleted_at', 'key_digest')) = 2
      FROM pg_catalog.pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
      """;

  private static final String DELETED_AT = "\"deleted_at\" timestamptz NOT NULL DEFAULT now()";

  /** Selects the name of the primary key's constraint. */
  private static final String PRIMARY_KEY =
      """
      SELECT conname FROM pg_catalog.pg_constraint
      WHERE conrelid = to_regclass(?) AND contype = 'p'
      """;

  private PostgresTombstones() {}

  private enum TombstoneTableLayout {
    NOTHING,
    OLD_LAYOUT,
    TABLE
  }

  static void create(Connection connection, String tombstones) throws SQLException {
    TombstoneTableLayout found = findLayout(connection, tombstones);
    if (found != TombstoneTableLayout.TABLE) {
      try {
        if (found == TombstoneTableLayout.NOTHING) {
          execute(connection, createSql(tombstones));
        } else {
          alter(connection, tombstones);
        }
      } catch (SQLException e) {
        // IF NOT EXISTS does not cover two sessions at the same moment: one of them fails on the
        // catalog.
        PostgresOwnTables.rollBackAfter(e, connection);
        if (findLayout(connection, tombstones) != TombstoneTableLayout.TABLE) {
          throw e;
        }
      }
    }
    connection.commit();
  }

  private static String createSql(String tombstones) {
    return "CREATE TABLE IF NOT EXISTS "
        + PostgresSql.qualified(tombstones)
        + " (\"table_name\" text NOT NULL, \"key\" text COLLATE \"C\" NOT NULL,"
        + " \"key_digest\" bytea NOT NULL, \"version\" numeric NOT NULL, "
        + DELETED_AT
        + ", PRIMARY KEY (\"table_name\", \"key_digest\"))";
  }

  /**
   * Returns the digest of a key's text, by which tombstones are found: an index entry is limited to
   * 2,704 bytes, and a key's text may be longer.
   */
  static String digest(String text) {
    return "sha256(convert_to(" + text + ", 'UTF8'))";
  }

  /** Upgrades a table of an earlier layout, in one transaction with an exclusive lock. */
  private static void alter(Connection connection, String tombstones) throws SQLException {
    String table = PostgresSql.qualified(tombstones);
    execute(connection, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    if (findLayout(connection, tombstones) == TombstoneTableLayout.TABLE) {
      return;
    }
    execute(
        connection,
        "ALTER TABLE "
            + table
            + " ADD COLUMN IF NOT EXISTS "
            + DELETED_AT
            + ", ADD COLUMN IF NOT EXISTS \"key_digest\" bytea");
    execute(connection, "UPDATE " + table + " SET \"key_digest\" = " + digest("\"key\""));
    execute(
        connection,
        "ALTER TABLE "
            + table
            + " DROP CONSTRAINT IF EXISTS "
            + PostgresSql.quoted(primaryKey(connection, tombstones))
            + ", ADD PRIMARY KEY (\"table_name\", \"key_digest\")");
  }

  private static String primaryKey(Connection connection, String tombstones) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PRIMARY_KEY)) {
      statement.setString(1, PostgresSql.qualified(tombstones));
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getString(1) : "";
      }
    }
  }

  private static TombstoneTableLayout findLayout(Connection connection, String tombstones)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND_LAYOUT)) {
      statement.setString(1, PostgresSql.qualified(tombstones));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (!result.getBoolean(1)) {
          return TombstoneTableLayout.NOTHING;
        }
        return result.getBoolean(2) ? TombstoneTableLayout.TABLE : TombstoneTableLayout.OLD_LAYOUT;
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
