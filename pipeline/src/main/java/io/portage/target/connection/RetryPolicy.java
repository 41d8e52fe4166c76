package io.portage.target.connection;

import io.portage.metrics.LogThrottle;
import io.portage.model.BackOff;
import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.RejectedRowException;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import io.portage.target.TargetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries work on the database without a limit during an outage, with capped, jittered exponential
 * back-off.
 *
 * <p>Blocks the caller, which gives back-pressure. An interrupt ends the wait. Thread-safe.
 */
public final class RetryPolicy {
  static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(15));

  /**
   * The number of attempts for an error of category {@link ErrorCategory#UNCERTAIN}, before it is
   * fatal.
   */
  static final int UNCERTAIN_ATTEMPTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

  /** Throttled, because many writers see the same outage. */
  private static final LogThrottle WAITING = new LogThrottle(Duration.ofSeconds(30));

  private static final LogThrottle RECOVERED = new LogThrottle(Duration.ofSeconds(5));

  private final Dialect dialect;
  private final Sleeper sleeper;

  /**
   * Retries errors that {@code dialect} classifies as transient, and for a limited number of
   * attempts those that are uncertain.
   */
  public RetryPolicy(Dialect dialect, Sleeper sleeper) {
    this.dialect = dialect;
    this.sleeper = sleeper;
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
        logRecovery(attempt, started);
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
    Duration delay = BACK_OFF.jittered(attempt);
    if (WAITING.isDue(String.valueOf(failure.sqlState()))) {
      LOG.warn(
          "The database is unavailable, attempt {}, next attempt in {} ms: {}",
          attempt,
          delay.toMillis(),
          failure.message());
    }
    listener.waiting(failure);
    try {
      sleeper.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("interrupted while waiting for the database", e);
    }
  }

  /** Logs only an outage of a second or more: a deadlock ends with the next attempt. */
  private static void logRecovery(int attempts, long started) {
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    if (attempts > 1 && seconds > 0 && RECOVERED.isDue("database")) {
      LOG.warn("The database is available again after {} s and {} attempts", seconds, attempts);
    }
  }
}
