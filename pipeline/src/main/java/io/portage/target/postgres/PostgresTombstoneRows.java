package io.portage.target.postgres;

import io.portage.target.TargetTable;
import io.portage.target.TombstoneSlice;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Renames and expires the rows of the tombstone table, slice by slice. */
final class PostgresTombstoneRows {
  /** The number of rows of a slice; takes a fraction of a second. */
  static final int SLICE = 10_000;

  /** The time in which no other session begins to expire the tombstones of the same table. */
  private static final String LEASE = "30 minutes";

  private PostgresTombstoneRows() {}

  /** Of two tombstones of one key, the one with the greater version is kept. */
  static boolean adopt(Connection connection, String tombstones, TargetTable table)
      throws SQLException {
    String bare = table.canonical().substring(table.canonical().indexOf('.') + 1);
    String store = PostgresSql.qualified(tombstones);
    // A name with a dot may belong to a table of another schema.
    if (bare.equals(table.canonical())
        || bare.indexOf('.') >= 0
        || !hasUnqualified(connection, store, bare, table.canonical())) {
      return false;
    }
    String sql =
        """
        WITH moved AS (
          DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM %1$s WHERE "table_name" = ? LIMIT %2$d))
          RETURNING "key", "key_digest", "version", "deleted_at")
        INSERT INTO %1$s AS d ("table_name", "key", "key_digest", "version", "deleted_at")
        SELECT ?, "key", "key_digest", "version", "deleted_at" FROM moved
        ON CONFLICT ("table_name", "key_digest")
        DO UPDATE SET "version" = EXCLUDED."version", "deleted_at" = EXCLUDED."deleted_at"
        WHERE EXCLUDED."version" > d."version"
        """
            .formatted(store, SLICE);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, bare);
      statement.setString(2, table.canonical());
      statement.executeUpdate();
      return true;
    }
  }

  private static boolean hasUnqualified(
      Connection connection, String store, String bare, String canonical) throws SQLException {
    String sql =
        "SELECT to_regclass(?) = to_regclass(?) AND EXISTS (SELECT FROM "
            + store
            + " WHERE \"table_name\" = ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, PostgresSql.quoted(bare));
      statement.setString(2, PostgresSql.qualified(canonical));
      statement.setString(3, bare);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /**
   * Expires tombstones in the order of the primary key, because no index has their time. The
   * tombstone of a whole table does not expire. If another session has expired tombstones of the
   * table within the last {@value #LEASE}, the first slice is empty.
   */
  static TombstoneSlice expire(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    if (!lease(connection, tombstones, table, after != null)) {
      return new TombstoneSlice(0, null);
    }
    String sql =
        """
        WITH slice AS (
          SELECT "key_digest" FROM %1$s WHERE "table_name" = ? AND "key_digest" > ?
          ORDER BY "key_digest" LIMIT %2$d),
        gone AS (
          DELETE FROM %1$s AS d USING slice AS s
          WHERE d."table_name" = ? AND d."key_digest" = s."key_digest" AND d."key" <> '%3$s'
          AND d."deleted_at" < now() - make_interval(secs => ?)
          RETURNING TRUE)
        SELECT (SELECT count(*) FROM gone),
          (SELECT "key_digest" FROM slice ORDER BY "key_digest" OFFSET %2$d - 1)
        """
            .formatted(PostgresSql.qualified(tombstones), SLICE, WriteSpec.TABLE);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setBytes(2, after == null ? new byte[0] : after);
      statement.setString(3, table.canonical());
      statement.setDouble(4, (double) age.toSeconds());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return new TombstoneSlice(result.getInt(1), result.getBytes(2));
      }
    }
  }

  /**
   * Takes or renews the lease of the table: a row of the tombstone table whose table name is empty,
   * with the time of the last slice. A session that renews it meanwhile is waited for.
   *
   * @param renew true to take it in any case
   * @return false if another session had it within {@link #LEASE}
   */
  private static boolean lease(
      Connection connection, String tombstones, TargetTable table, boolean renew)
      throws SQLException {
    try (Statement timeout = connection.createStatement()) {
      timeout.execute("SET LOCAL statement_timeout = '5s'");
    }
    String sql =
        """
        INSERT INTO %1$s AS d ("table_name", "key", "key_digest", "version")
        VALUES ('', ?, %2$s, 0)
        ON CONFLICT ("table_name", "key_digest") DO UPDATE SET "deleted_at" = now()
        WHERE ? OR d."deleted_at" < now() - interval '%3$s'
        """
            .formatted(
                PostgresSql.qualified(tombstones), PostgresTombstones.digest("?::text"), LEASE);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setString(2, table.canonical());
      statement.setBoolean(3, renew);
      return statement.executeUpdate() == 1;
    }
  }
}
