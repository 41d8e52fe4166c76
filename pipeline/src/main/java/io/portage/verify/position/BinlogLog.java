package io.portage.verify.position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The binlog of MariaDB, Percona Server and MySQL.
 *
 * <p>MariaDB and Percona Server know the position of a snapshot. MySQL does not: a transaction
 * comes into its binlog shortly before other transactions see it. There the position is read before
 * the snapshot, and is used only if the server has {@code gtid_mode=ON} and no transaction was
 * being committed right afterwards; if not, no position is known to be contained.
 *
 * <p>Needs no privilege on MariaDB and Percona Server, REPLICATION CLIENT on MySQL.
 */
final class BinlogLog implements SourceLog {
  private static final String OF_SNAPSHOT = "SHOW STATUS LIKE 'binlog\\_snapshot\\_%'";
  private static final String OPEN =
      "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_rows_modified > 0";
  private static final String ACCESS_DENIED = "42000";
  private static final int ATTEMPTS = 50;

  @Override
  public LogPosition.LogKind kind() {
    return LogPosition.LogKind.BINLOG;
  }

  @Override
  public LogPosition current(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      LogPosition exact = ofSnapshot(statement);
      return exact == null ? ofServer(statement) : exact;
    }
  }

  @Override
  public SnapshotBounds begin(Connection connection) throws SQLException {
    endTransaction(connection);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      LogPosition seen = ofSnapshot(statement) == null ? settled(statement) : null;
      connection.rollback();
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      LogPosition exact = ofSnapshot(statement);
      return exact == null
          ? new SnapshotBounds(seen, ofServer(statement))
          : new SnapshotBounds(exact, exact);
    }
  }

  @Override
  public LogActivity activity(Connection connection) throws SQLException {
    endTransaction(connection);
    connection.setAutoCommit(true);
    long open = open(connection);
    return new LogActivity(current(connection), 0, open);
  }

  /** Returns the position of the snapshot of this transaction, or null if the server has none. */
  private static @Nullable LogPosition ofSnapshot(Statement statement) throws SQLException {
    String file = "";
    String place = "";
    try (ResultSet result = statement.executeQuery(OF_SNAPSHOT)) {
      while (result.next()) {
        if (result.getString(1).equalsIgnoreCase("binlog_snapshot_file")) {
          file = result.getString(2);
        } else if (result.getString(1).equalsIgnoreCase("binlog_snapshot_position")) {
          place = result.getString(2);
        }
      }
    }
    return file.isEmpty() ? null : LogPosition.ofBinlog(file, Long.parseLong(place));
  }

  /** Returns a position up to which all transactions are visible, or null. */
  private static @Nullable LogPosition settled(Statement statement) throws SQLException {
    if (!text(statement, "SELECT @@global.gtid_mode").equals("ON")) {
      return null;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      LogPosition position = ofServer(statement);
      if (text(statement, "SELECT @@global.gtid_owned").isEmpty()) {
        return position;
      }
    }
    return null;
  }

  private static LogPosition ofServer(Statement statement) throws SQLException {
    String query =
        statement.getConnection().getMetaData().getDatabaseMajorVersion() >= 9
            ? "SHOW BINARY LOG STATUS"
            : "SHOW MASTER STATUS";
    try (ResultSet result = statement.executeQuery(query)) {
      if (!result.next()) {
        throw new SQLException("the server writes no binlog (log_bin is off)");
      }
      return LogPosition.ofBinlog(result.getString(1), result.getLong(2));
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  private static long open(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(OPEN)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException refused) {
      if (ACCESS_DENIED.equals(refused.getSQLState())) {
        return LogActivity.UNKNOWN; // the privilege PROCESS is missing
      }
      throw refused;
    }
  }

  private static void endTransaction(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }
}
