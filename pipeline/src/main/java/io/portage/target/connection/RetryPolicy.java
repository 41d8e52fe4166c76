package io.portage.target.connection;

import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.RejectedRowException;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import io.portage.target.TargetException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Retries work on the database without a limit during an outage, with the pauses of {@link
 * OutageBackOff}.
 *
 * <p>Blocks the caller, which gives back-pressure. An interrupt ends the wait. Thread-safe.
 */
public final class RetryPolicy {
  /**
   * The number of attempts for an error of category {@link ErrorCategory#UNCERTAIN}, before it is
   * fatal.
   */
  static final int UNCERTAIN_ATTEMPTS = 8;

  private final Dialect dialect;
  private final OutageBackOff backoff;

  /**
   * Retries errors that {@code dialect} classifies as transient, and for a limited number of
   * attempts those that are uncertain.
   */
  public RetryPolicy(Dialect dialect, Sleeper sleeper) {
    this.dialect = dialect;
    this.backoff = new OutageBackOff("database", sleeper);
  }

  /**
   * Work on the database. It must be idempotent, because an attempt that fails may have taken
   * effect.
   *
   * @param <T> the type of its result
   */
  @FunctionalInterface
  public interface RetryableWork<T> {
    /** Performs the work once. */
    T attempt() throws SQLException;
  }

  /** A callback for every attempt that an outage ended, called before the delay. */
  @FunctionalInterface
  public interface RetryListener {
    /** Does nothing. */
    RetryListener NONE = failure -> {};

    /** Called after a failed attempt. */
    void waiting(SqlFailure failure);
  }

  /**
   * Returns the result of the first attempt that no outage ends.
   *
   * @throws RejectedRowException if the database rejects a row
   * @throws TargetException if an operator must intervene, or on an interrupt
   */
  public <T> T execute(RetryableWork<T> work, RetryListener listener) throws RejectedRowException {
    return execute(work, Integer.MAX_VALUE, listener);
  }

  /**
   * Runs work that the caller can split. Other than {@link #execute(RetryableWork, RetryListener)},
   * it also ends after {@code atOnce} consecutive attempts with the same error of category {@link
   * ErrorCategory#OVERLOAD}.
   *
   * @param atOnce the maximum number of attempts at all of the work
   * @throws RejectedRowException if the database rejects a row or is overloaded
   * @throws TargetException if an operator must intervene, or on an interrupt
   */
  public <T> T execute(RetryableWork<T> work, int atOnce, RetryListener listener)
      throws RejectedRowException {
    String last = null;
    int alike = 0;
    int uncertain = 0;
    long started = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        T result = work.attempt();
        backoff.recovered(attempt, started);
        return result;
      } catch (SQLException e) {
        SqlFailure failure = SqlErrors.explain(dialect, e);
        if (Thread.currentThread().isInterrupted()) {
          throw new TargetException("interrupted during a database operation", e);
        }
        alike = Objects.equals(failure.sqlState(), last) ? alike + 1 : 1;
        last = failure.sqlState();
        switch (failure.errorClass()) {
          case TRANSIENT -> backOff(attempt, failure, listener);
          case OVERLOAD -> {
            if (alike >= atOnce) {
              throw new RejectedRowException(failure, e);
            }
            backOff(attempt, failure, listener);
          }
          case UNCERTAIN -> {
            if (++uncertain >= UNCERTAIN_ATTEMPTS) {
              throw new TargetException(failure.message() + "; tried " + uncertain + " times", e);
            }
            backOff(attempt, failure, listener);
          }
          case FATAL -> throw new TargetException(failure.message(), e);
          default -> throw new RejectedRowException(failure, e);
        }
      }
    }
  }

  private void backOff(int attempt, SqlFailure failure, RetryListener listener) {
    listener.waiting(failure);
    backoff.pause(attempt, failure.sqlState(), failure.message());
  }
}
