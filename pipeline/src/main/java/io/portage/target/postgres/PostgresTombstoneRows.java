package io.portage.target.postgres;

import io.portage.target.TargetTable;
import io.portage.target.TombstoneSlice;
import io.portage.target.WriteSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rows of the table of tombstones, slice by slice: renamed, and removed when they expire. */
final class PostgresTombstoneRows {
  /** Rows of a slice: few enough for a fraction of a second. */
  static final int SLICE = 10_000;

  private PostgresTombstoneRows() {}

  /** Of two tombstones of a key the one with the higher version stays. */
  static boolean adopt(Connection connection, String tombstones, TargetTable table)
      throws SQLException {
    String bare = table.canonical().substring(table.canonical().indexOf('.') + 1);
    String stones = PostgresSql.qualified(tombstones);
    // Another schema's table can have a dot in its name, or be meant by the name alone.
    if (bare.equals(table.canonical())
        || bare.indexOf('.') >= 0
        || !isLeft(connection, stones, bare, table.canonical())) {
      return false;
    }
    String sql =
        """
        WITH moved AS (
          DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM %1$s WHERE "table_name" = ? LIMIT %2$d))
          RETURNING "key", "key_digest", "version", "buried_at")
        INSERT INTO %1$s AS d ("table_name", "key", "key_digest", "version", "buried_at")
        SELECT ?, "key", "key_digest", "version", "buried_at" FROM moved
        ON CONFLICT ("table_name", "key_digest")
        DO UPDATE SET "version" = EXCLUDED."version", "buried_at" = EXCLUDED."buried_at"
        WHERE EXCLUDED."version" > d."version"
        """
            .formatted(stones, SLICE);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, bare);
      statement.setString(2, table.canonical());
      statement.executeUpdate();
      return true;
    }
  }

  private static boolean isLeft(Connection connection, String stones, String bare, String canonical)
      throws SQLException {
    String sql =
        "SELECT to_regclass(?) = to_regclass(?) AND EXISTS (SELECT FROM "
            + stones
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

  /** Walks along the primary key, as no index tells the time; a whole table's tombstone stays. */
  static TombstoneSlice expire(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException {
    String sql =
        """
        SET LOCAL statement_timeout = '5s';
        WITH slice AS (
          SELECT "key_digest" FROM %1$s WHERE "table_name" = ? AND "key_digest" > ?
          ORDER BY "key_digest" LIMIT %2$d),
        gone AS (
          DELETE FROM %1$s AS d USING slice AS s
          WHERE d."table_name" = ? AND d."key_digest" = s."key_digest" AND d."key" <> '%3$s'
          AND d."buried_at" < now() - make_interval(secs => ?)
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
      statement.execute();
      statement.getMoreResults(); // the first is the setting's
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return new TombstoneSlice(result.getInt(1), result.getBytes(2));
      }
    }
  }
}
