package io.portage.upsert.write;

import io.portage.target.Dialect;
import io.portage.target.RejectedRowException;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import io.portage.target.connection.SlowQueryWatch;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Runs work in transactions of the target. An outage is retried until it ends, with the whole work.
 */
public final class TransactionRunner {
  private final DataSource source;
  private final Dialect dialect;
  private final RetryPolicy retryPolicy;
  private final RetryPolicy.RetryListener listener;

  /**
   * Creates a runner.
   *
   * @param listener is notified of every attempt that an outage ended
   */
  public TransactionRunner(
      DataSource source, Dialect dialect, Sleeper sleeper, RetryPolicy.RetryListener listener) {
    this.source = source;
    this.dialect = dialect;
    this.retryPolicy = new RetryPolicy(dialect, sleeper);
    this.listener = listener;
  }

  /**
   * Work in one transaction. It may run several times, also after a commit whose result is unknown.
   *
   * @param <T> the type of its result
   */
  @FunctionalInterface
  public interface TransactionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Runs the work and commits it.
   *
   * @throws RejectedRowException if the database rejects it; then nothing is written
   */
  <T> T commit(TransactionWork<T> work) throws RejectedRowException {
    return run(work, Integer.MAX_VALUE, Connection::commit);
  }

  /**
   * Runs and commits work that the caller can divide.
   *
   * @param maxOverloads the greatest number of attempts that overload the database in the same way
   * @throws RejectedRowException if the database rejects it, or is overloaded by it
   */
  <T> T commit(TransactionWork<T> work, int maxOverloads) throws RejectedRowException {
    return run(work, maxOverloads, Connection::commit);
  }

  /**
   * Runs the work and rolls it back, for queries.
   *
   * @throws RejectedRowException if the database rejects it
   */
  <T> T rollBack(TransactionWork<T> work) throws RejectedRowException {
    return run(
        connection -> {
          dialect.begin(connection);
          return work.on(connection);
        },
        Integer.MAX_VALUE,
        Connection::rollback);
  }

  /**
   * Runs the work once and commits it, without retries.
   *
   * @throws SQLException if that fails for any reason
   */
  public <T> T once(TransactionWork<T> work) throws SQLException {
    return attempt(work, Connection::commit);
  }

  /**
   * Runs the work once and rolls it back, without retries.
   *
   * @throws SQLException if that fails for any reason
   */
  <T> T onceRolledBack(TransactionWork<T> work) throws SQLException {
    return attempt(
        connection -> {
          dialect.begin(connection);
          return work.on(connection);
        },
        Connection::rollback);
  }

  private interface TransactionEnd {
    void of(Connection connection) throws SQLException;
  }

  private <T> T run(TransactionWork<T> work, int maxOverloads, TransactionEnd end)
      throws RejectedRowException {
    return retryPolicy.execute(() -> attempt(work, end), maxOverloads, listener);
  }

  private <T> T attempt(TransactionWork<T> work, TransactionEnd end) throws SQLException {
    try (Connection connection = source.getConnection()) {
      try (SlowQueryWatch.WatchedTransaction watched = SlowQueryWatch.REAL.watch()) {
        T result = work.on(connection);
        end.of(connection);
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
