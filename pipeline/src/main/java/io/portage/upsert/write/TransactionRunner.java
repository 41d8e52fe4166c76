package io.portage.upsert.write;

import io.portage.target.Dialect;
import io.portage.target.RejectedRowException;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import io.portage.target.connection.SlowQueryWatch;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work in transactions of the target; an outage is waited out and the work is done anew. */
public final class TransactionRunner {
  private final DataSource source;
  private final Dialect dialect;
  private final RetryPolicy retryPolicy;
  private final RetryPolicy.RetryListener listener;

  /** {@code listener} is told of every attempt that an outage ended. */
  public TransactionRunner(
      DataSource source, Dialect dialect, Sleeper sleeper, RetryPolicy.RetryListener listener) {
    this.source = source;
    this.dialect = dialect;
    this.retryPolicy = new RetryPolicy(dialect, sleeper);
    this.listener = listener;
  }

  /**
   * Work in one transaction. It may be done several times, also after a commit of unknown fate.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface TransactionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * Does the work and commits it.
   *
   * @throws RejectedRowException when the database refuses; nothing of it is done then
   */
  <T> T commit(TransactionWork<T> work) throws RejectedRowException {
    return run(work, Integer.MAX_VALUE, Connection::commit);
  }

  /**
   * The same for work that the caller can do in parts.
   *
   * @param atOnce most attempts at all of it when each overloads the database in the same way
   * @throws RejectedRowException when the database refuses, or is overloaded by so much work
   */
  <T> T commit(TransactionWork<T> work, int atOnce) throws RejectedRowException {
    return run(work, atOnce, Connection::commit);
  }

  /**
   * Does the work and takes it back: for questions.
   *
   * @throws RejectedRowException when the database refuses
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
   * Does the work once and commits it; nothing is waited for, and the caller may do without it.
   *
   * @throws SQLException when that fails for whatever reason
   */
  public <T> T once(TransactionWork<T> work) throws SQLException {
    return attempt(work, Connection::commit);
  }

  /**
   * Does the work once and takes it back.
   *
   * @throws SQLException when that fails for whatever reason
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

  private <T> T run(TransactionWork<T> work, int atOnce, TransactionEnd end)
      throws RejectedRowException {
    return retryPolicy.execute(() -> attempt(work, end), atOnce, listener);
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
