package io.portage.verify.position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's log. Works on a standby, too, which does not show the open transactions: no position
 * is then known to be contained in a snapshot.
 *
 * <p>A transaction locks its id before it writes its first record, and keeps the lock until other
 * transactions see its end. So the position is read first, then the locked ids: every transaction
 * that has written below the position and has not ended is among them. A snapshot's own xmax does
 * not show all of these, because it is the id after the last one that has <em>ended</em>.
 */
final class PostgresLog implements SourceLog {
  private static final String POSITION =
      "SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()"
          + " ELSE pg_current_wal_insert_lsn() END)::text, pg_is_in_recovery()";

  private static final String OPEN =
      "SELECT transactionid::text::bigint FROM pg_catalog.pg_locks"
          + " WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted";

  /**
   * The transactions that have written in this database. Of a lock whose session has just ended,
   * the database is not known; the server's analysis of tables writes no row of them.
   */
  private static final String OPEN_HERE =
      "SELECT count(*) FROM pg_catalog.pg_locks l"
          + " LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
          + " LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = l.transactionid"
          + " WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted"
          + " AND COALESCE(a.datname, p.database, current_database()) = current_database()"
          + " AND a.backend_type IS DISTINCT FROM 'autovacuum worker'";

  private static final String SNAPSHOT =
      "SELECT txid_snapshot_xmin(s), txid_snapshot_xmax(s) FROM txid_current_snapshot() s";

  private static final String READ_ONLY =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private final SeenPositions positions = new SeenPositions();

  @Override
  public LogPosition.LogKind kind() {
    return LogPosition.LogKind.WAL;
  }

  @Override
  public LogPosition current(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return position(statement).at();
    }
  }

  @Override
  public synchronized SnapshotBounds begin(Connection connection) throws SQLException {
    endTransaction(connection);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      Place before = position(statement);
      long newestOpen = newestOpen(statement);
      connection.setAutoCommit(false);
      statement.execute(READ_ONLY);
      long oldestOpen = snapshot(statement).oldestOpen(); // takes the snapshot
      LogPosition end = position(statement).at();
      if (before.standby()) {
        return new SnapshotBounds(null, end);
      }
      positions.add(before.at().number(), newestOpen);
      Long seen = positions.seenBy(oldestOpen);
      return new SnapshotBounds(seen == null ? null : LogPosition.ofLsn(seen), end);
    }
  }

  @Override
  public LogActivity activity(Connection connection) throws SQLException {
    endTransaction(connection);
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      Snapshot snapshot = snapshot(statement);
      long open;
      try (ResultSet count = statement.executeQuery(OPEN_HERE)) {
        count.next();
        open = count.getLong(1);
      }
      Place place = position(statement);
      return new LogActivity(
          place.at(), snapshot.next(), place.standby() ? LogActivity.UNKNOWN : open);
    }
  }

  private record Place(LogPosition at, boolean standby) {}

  /**
   * @param oldestOpen every transaction with a lower id has ended
   * @param next the id after the last one that has ended
   */
  private record Snapshot(long oldestOpen, long next) {}

  private static Place position(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(POSITION)) {
      result.next();
      @Nullable String lsn = result.getString(1);
      return new Place(
          lsn == null ? LogPosition.ofLsn(0) : LogPosition.parse(lsn), result.getBoolean(2));
    }
  }

  private static Snapshot snapshot(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(SNAPSHOT)) {
      result.next();
      return new Snapshot(result.getLong(1), result.getLong(2));
    }
  }

  private static long newestOpen(Statement statement) throws SQLException {
    long reference = snapshot(statement).next();
    long newest = 0;
    try (ResultSet ids = statement.executeQuery(OPEN)) {
      while (ids.next()) {
        newest = Math.max(newest, wholeId(ids.getLong(1), reference));
      }
    }
    return newest;
  }

  /** Returns the 64-bit id of a 32-bit one that is at most 2^31 from {@code reference}. */
  static long wholeId(long id, long reference) {
    long whole = (reference & ~0xFFFF_FFFFL) | id;
    if (whole - reference > 1L << 31) {
      return whole - (1L << 32);
    }
    return reference - whole > 1L << 31 ? whole + (1L << 32) : whole;
  }

  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }
}
