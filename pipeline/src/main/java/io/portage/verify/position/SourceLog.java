package io.portage.verify.position;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads positions of a source database. Keeps what it has learned from earlier snapshots, so use
 * one instance for all snapshots of a run. Thread-safe.
 */
public interface SourceLog {
  /**
   * Returns the log of the database of a JDBC URL.
   *
   * @throws IllegalArgumentException if its positions cannot be read
   */
  static SourceLog of(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return new PostgresLog();
    }
    if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
      return new BinlogLog();
    }
    throw new IllegalArgumentException(
        "log positions can be read from PostgreSQL, MariaDB and MySQL only");
  }

  /** Returns the kind of positions. */
  LogPosition.LogKind kind();

  /** Returns the present position, which is at or above every transaction that has ended. */
  LogPosition current(Connection connection) throws SQLException;

  /**
   * Begins a read-only transaction whose statements all read one snapshot. A transaction that the
   * connection is in is rolled back. Auto-commit is off afterwards; the caller ends the transaction
   * by a rollback.
   *
   * @return the place of the snapshot
   */
  SnapshotBounds begin(Connection connection) throws SQLException;

  /**
   * Returns the log's activity. Rolls back a transaction that the connection is in and begins none.
   */
  LogActivity activity(Connection connection) throws SQLException;
}
