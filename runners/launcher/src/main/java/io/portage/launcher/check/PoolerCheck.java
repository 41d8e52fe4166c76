package io.portage.launcher.check;

import io.portage.config.TargetConfig;
import io.portage.target.connection.JdbcDrivers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Checks that prepared statements outlive a transaction. They do not if a connection pooler assigns
 * another server session to each transaction, such as PgBouncer in transaction mode without {@code
 * max_prepared_statements}.
 */
final class PoolerCheck {
  /** Two connections alternate, so that a pooler assigns the session of one to the other. */
  private static final int ROUNDS = 3;

  /**
   * SQLStates for a prepared statement that exists only in another session, or already in this one.
   */
  private static final List<String> LOST = List.of("26000", "42P05");

  private PoolerCheck() {}

  /** Returns a failed check if statements are lost, else nothing. */
  static List<CheckResult> run(TargetConfig target) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    List<PreparedStatement> statements = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        Connection connection = JdbcDrivers.connect(target.jdbc());
        connections.add(connection);
        connection.setAutoCommit(false);
        if (connection.unwrap(PGConnection.class).getPrepareThreshold() == 0) {
          return List.of();
        }
        PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        statements.add(statement);
      }
      return probe(connections, statements);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static List<CheckResult> probe(
      List<Connection> connections, List<PreparedStatement> statements) throws SQLException {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < connections.size(); i++) {
          try (ResultSet result = statements.get(i).executeQuery()) {
            result.next();
          }
          connections.get(i).commit();
        }
      }
      return List.of();
    } catch (SQLException e) {
      if (!LOST.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      return List.of(
          CheckResult.failed(
              "target.jdbc.url",
              "a connection pooler in transaction mode is in between, and prepared statements do"
                  + " not outlive a transaction (SQLState "
                  + e.getSQLState()
                  + "); add prepareThreshold=0 to the URL"));
    }
  }
}
