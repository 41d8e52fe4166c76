package io.portage.target.mariadb;

import io.portage.target.TargetTable;
import io.portage.target.TombstoneKey;
import io.portage.target.TombstoneSlice;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The tombstone table: found by the digest of a key's text, because an index entry is limited to
 * 3,072 bytes.
 */
final class MariaDbTombstones {
  /** The number of rows of a slice; takes a fraction of a second. */
  private static final int SLICE = 10_000;

  private static final int LEASE_MINUTES = 30;

  private MariaDbTombstones() {}

  static void create(Connection connection, String tombstones) throws SQLException {
    MariaDbOwnTables.create(
        connection,
        tombstones,
        "(`table_name` VARCHAR(160) NOT NULL, `key` LONGTEXT NOT NULL,"
            + " `key_digest` BINARY(32) NOT NULL, `version` DECIMAL(65,0) NOT NULL,"
            + " `deleted_at` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
            + " PRIMARY KEY (`table_name`, `key_digest`))");
  }

  /**
   * Expires tombstones in the order of the primary key. The tombstone of a whole table does not
   * expire. If another session has expired tombstones of the table within the last half hour, the
   * first slice is empty.
   */
  static TombstoneSlice expire(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    String store = MariaDbSql.qualified(tombstones);
    if (!lease(connection, store, table, after != null)) {
      return new TombstoneSlice(0, null);
    }
    byte[] begin = after == null ? new byte[0] : after;
    byte[] end = end(connection, store, table, begin);
    String sql =
        "DELETE FROM "
            + store
            + " WHERE `table_name` = ? AND `key_digest` > ?"
            + (end == null ? "" : " AND `key_digest` <= ?")
            + " AND `key` <> '"
            + WriteSpec.TABLE
            + "' AND `deleted_at` < CURRENT_TIMESTAMP(6) - INTERVAL "
            + age.toSeconds()
            + " SECOND";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setBytes(2, begin);
      if (end != null) {
        statement.setBytes(3, end);
      }
      return new TombstoneSlice(statement.executeUpdate(), end);
    }
  }

  private static byte @Nullable [] end(
      Connection connection, String store, TargetTable table, byte[] begin) throws SQLException {
    String sql =
        "SELECT `key_digest` FROM "
            + store
            + " WHERE `table_name` = ? AND `key_digest` > ? ORDER BY `key_digest` LIMIT 1 OFFSET "
            + (SLICE - 1);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setBytes(2, begin);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getBytes(1) : null;
      }
    }
  }

  /**
   * Takes or renews the lease of the table: a row of the tombstone table whose table name is empty,
   * with the time of the last slice.
   *
   * @return false if another session had it within {@link #LEASE_MINUTES}
   */
  private static boolean lease(
      Connection connection, String store, TargetTable table, boolean renew) throws SQLException {
    byte[] digest = TombstoneKey.digest(table.canonical());
    String insert =
        "INSERT IGNORE INTO "
            + store
            + " (`table_name`, `key`, `key_digest`, `version`, `deleted_at`)"
            + " VALUES ('', ?, ?, 0, '1970-01-02')";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setString(1, table.canonical());
      statement.setBytes(2, digest);
      statement.executeUpdate();
    }
    String update =
        "UPDATE "
            + store
            + " SET `deleted_at` = CURRENT_TIMESTAMP(6) WHERE `table_name` = ''"
            + " AND `key_digest` = ? AND (? OR `deleted_at` < CURRENT_TIMESTAMP(6) - INTERVAL "
            + LEASE_MINUTES
            + " MINUTE)";
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setBytes(1, digest);
      statement.setBoolean(2, renew);
      return statement.executeUpdate() == 1;
    }
  }
}
