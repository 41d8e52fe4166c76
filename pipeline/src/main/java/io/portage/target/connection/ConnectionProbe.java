package io.portage.target.connection;

import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database once if it answers, and fails at once if it does not: the pool waits for it.
 *
 * <p>Keeps one connection of its own, outside of any pool, until it is closed. Thread-safe.
 */
public final class ConnectionProbe implements AutoCloseable {
  private static final int SECONDS = 15;

  private final JdbcConfig config;
  private @Nullable Connection connection;

  /** A probe of the database of {@code config}; does not connect yet. */
  public ConnectionProbe(JdbcConfig config) {
    this.config = config;
  }

  /**
   * Returns why the database does not answer, without secrets; null if it answers. Waits about
   * {@value #SECONDS} seconds at most for each of connection and answer.
   */
  public static @Nullable String problemOf(JdbcConfig config) {
    try (ConnectionProbe probe = new ConnectionProbe(config)) {
      return probe.problem();
    }
  }

  /** As {@link #problemOf}; connects again if the kept connection does not answer. */
  public synchronized @Nullable String problem() {
    try {
      if (connection != null && connection.isValid(SECONDS)) {
        return null;
      }
      close();
      DriverManager.setLoginTimeout(SECONDS);
      connection = JdbcDrivers.connect(config);
      return connection.isValid(SECONDS) ? null : "the connection is not valid";
    } catch (SQLException refused) {
      return JdbcUrl.showIn(
          refused.getMessage()
              + (refused.getSQLState() == null ? "" : " (SQLState " + refused.getSQLState() + ")"));
    }
  }

  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException broken) {
        // The database has ended the connection already.
      }
    }
  }
}
