package io.portage.upsert;

import io.portage.target.Dialect;
import io.portage.target.Pause;
import io.portage.target.RefusedException;
import io.portage.target.Retrying;
import io.portage.target.SlowAnswers;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Work in transactions of the target; an outage is waited out and the work is done anew. */
final class Transactions {
  private final DataSource source;
  private final Dialect dialect;
  private final Retrying retrying;
  private final Retrying.Listener listener;

  /** {@code listener} is told of every attempt that an outage ended. */
  Transactions(DataSource source, Dialect dialect, Pause pause, Retrying.Listener listener) {
    this.source = source;
    this.dialect = dialect;
    this.retrying = new Retrying(dialect, pause);
    this.listener = listener;
  }

  /**
   * Work in one transaction. It may be done several times, also after a commit of unknown fate.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Does the work and commits it.
   *
   * @throws RefusedException when the database refuses; nothing of it is done then
   */
  <T> T commit(Work<T> work) throws RefusedException {
    return run(work, Integer.MAX_VALUE, Connection::commit);
  }

  /**
   * The same for work that the caller can do in parts.
   *
   * @param atOnce most attempts at all of it when each overloads the database in the same way
   * @throws RefusedException when the database refuses, or is overloaded by so much work
   */
  <T> T commit(Work<T> work, int atOnce) throws RefusedException {
    return run(work, atOnce, Connection::commit);
  }

  /**
   * Does the work and takes it back: for questions.
   *
   * @throws RefusedException when the database refuses
   */
  <T> T rollBack(Work<T> work) throws RefusedException {
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
  <T> T once(Work<T> work) throws SQLException {
    return attempt(work, Connection::commit);
  }

  /**
   * Does the work once and takes it back.
   *
   * @throws SQLException when that fails for whatever reason
   */
  <T> T onceRolledBack(Work<T> work) throws SQLException {
    return attempt(
        connection -> {
          dialect.begin(connection);
          return work.on(connection);
        },
        Connection::rollback);
  }

  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private <T> T run(Work<T> work, int atOnce, End end) throws RefusedException {
    return retrying.until(() -> attempt(work, end), atOnce, listener);
  }

  private <T> T attempt(Work<T> work, End end) throws SQLException {
    try (Connection connection = source.getConnection()) {
      try (SlowAnswers.Watched watched = SlowAnswers.REAL.watch()) {
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
