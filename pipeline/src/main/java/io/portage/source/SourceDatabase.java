package io.portage.source;

import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.connection.JdbcDrivers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * The source's own database, which is only read. Immutable and thread-safe; every connection is new
 * and is closed by the caller.
 *
 * @param config the connection and the names of the tables
 * @param dialect the dialect of the database, which also describes its tables and reads its values
 */
public record SourceDatabase(DatabaseConfig config, Dialect dialect) {
  /** Returns the database that the configuration names, or empty if it names none. */
  public static Optional<SourceDatabase> of(SourceConfig source) {
    DatabaseConfig database = source.database();
    return database == null
        ? Optional.empty()
        : Optional.of(new SourceDatabase(database, Dialects.of(database.connection().url())));
  }

  /** Returns the name of a table in the database, {@code schema.table} if {@code from} has one. */
  public String table(String from) {
    return config.table(from);
  }

  /**
   * Opens a read-only session with autocommit, in UTC, that the server ends by itself when a
   * statement or an idle transaction exceeds its limit.
   *
   * @param longestStatement the limit of one statement
   * @throws SQLException without a secret in its message
   */
  public Connection connect(Duration longestStatement) throws SQLException {
    return connect(config.connection(), dialect, longestStatement);
  }

  /**
   * Opens a read-only session on any database with a dialect, as {@link #connect(Duration)} does.
   *
   * @param longestStatement the limit of one statement, at least 1 ms
   * @throws SQLException without a secret in its message
   */
  public static Connection connect(JdbcConfig config, Dialect dialect, Duration longestStatement)
      throws SQLException {
    Connection connection = JdbcDrivers.connect(config, dialect.connectionProperties());
    try (Statement statement = connection.createStatement()) {
      String init = dialect.connectionInit();
      if (init != null) {
        statement.execute(init);
      }
      if (dialect.name().equals("postgresql")) {
        statement.execute(
            "SET statement_timeout = "
                + longestStatement.toMillis()
                + "; SET idle_in_transaction_session_timeout = "
                + longestStatement.toMillis()
                + "; SET default_transaction_read_only = on");
      } else {
        statement.execute("SET SESSION TRANSACTION READ ONLY");
      }
      connection.setReadOnly(true);
      connection.setNetworkTimeout(
          Runnable::run, (int) longestStatement.multipliedBy(2).toMillis());
      return connection;
    } catch (SQLException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  /** Shows the URL without its secrets. */
  @Override
  public String toString() {
    return JdbcUrl.show(config.connection().url());
  }
}
