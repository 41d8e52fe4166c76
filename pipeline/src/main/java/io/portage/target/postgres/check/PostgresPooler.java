package io.portage.target.postgres.check;

import io.portage.config.JdbcConfig;
import io.portage.target.connection.JdbcDrivers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Checks that prepared statements outlive a transaction. They do not if a connection pooler assigns
 * another server session to each transaction, such as PgBouncer in transaction mode without {@code
 * max_prepared_statements}.
 */
final class PostgresPooler {
  /** Two connections alternate, so that a pooler assigns the session of one to the other. */
  private static final int ROUNDS = 3;

  /**
   * SQLStates for a prepared statement that exists only in another session, or already in this one.
   */
  private static final List<String> LOST = List.of("26000", "42P05");

  private PostgresPooler() {}

  /** Returns the problem if statements are lost, else nothing. */
  static Optional<String> run(JdbcConfig config) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    List<PreparedStatement> statements = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        Connection connection = JdbcDrivers.connect(config);
        connections.add(connection);
        connection.setAutoCommit(false);
        if (connection.unwrap(PGConnection.class).getPrepareThreshold() == 0) {
          return Optional.empty();
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

  private static Optional<String> probe(
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
      return Optional.empty();
    } catch (SQLException e) {
      if (!LOST.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      return Optional.of(
          "a connection pooler in transaction mode is in between, and prepared statements do"
              + " not outlive a transaction (SQLState "
              + e.getSQLState()
              + "); add prepareThreshold=0 to the URL");
    }
  }
}
