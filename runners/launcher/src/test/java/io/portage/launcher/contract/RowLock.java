package io.portage.launcher.contract;

import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction of another client that holds locks which a writer needs, until it is closed. */
public final class RowLock implements AutoCloseable {
  private final Connection connection;

  private RowLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Executes a statement that takes locks, e.g. {@code LOCK TABLE} or {@code SELECT .. FOR UPDATE}.
   */
  public static RowLock by(Sandbox sandbox, String statement) throws SQLException {
    Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
    connection.setAutoCommit(false);
    try (Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
    return new RowLock(connection);
  }

  /** Returns the number of sessions that wait for its locks. */
  public int waiting() throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid()"
                    + " = ANY (pg_blocking_pids(pid))")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
