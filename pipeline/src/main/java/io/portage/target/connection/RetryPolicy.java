package io.portage.target.connection;

import io.portage.metrics.LogThrottle;
import io.portage.target.Dialect;
import io.portage.target.ErrorCategory;
import io.portage.target.RejectedRowException;
import io.portage.target.SqlFailure;
import io.portage.target.TargetException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries until the database is able, with capped and jittered exponential backoff, for ever.
 *
 * <p>Holding the caller is the point: it is the back-pressure that an outage gives. An interrupt
 * ends the waiting. Thread-safe.
 */
public final class RetryPolicy {
  /** The first pause; each further one is twice as long, up to {@link #LONGEST}. */
  static final Duration FIRST = Duration.ofMillis(50);

  /** The longest pause. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  /** So often is tried what may pass or not, before a person is called. */
  static final int UNCERTAIN_ATTEMPTS = 8;

  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

  /** Many writers meet one outage. */
  private static final LogThrottle WAITING = new LogThrottle(Duration.ofSeconds(30));

  private static final LogThrottle RECOVERED = new LogThrottle(Duration.ofSeconds(5));

  private final Dialect dialect;
  private final Sleeper sleeper;

  /** Retries what {@code dialect} calls transient, and for a while what it is uncertain about. */
  public RetryPolicy(Dialect dialect, Sleeper sleeper) {
    this.dialect = dialect;
    this.sleeper = sleeper;
  }

  /**
   * Work on the database. It must be harmless to do it again, also when its first attempt took
   * effect without saying so.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface RetryableWork<T> {
    /** Does it once. */
    T attempt() throws SQLException;
  }

  /** Is told of every attempt that failed for an outage, before the pause. */
  @FunctionalInterface
  public interface RetryListener {
    /** Tells nobody. */
    RetryListener NONE = failure -> {};

    /** An attempt failed. */
    void waiting(SqlFailure failure);
  }

  /**
   * The result of the first attempt that no outage ends.
   *
   * @throws RejectedRowException when the database refuses for the sake of a row
   * @throws TargetException when a person must mend something, or on an interrupt
   */
  public <T> T execute(RetryableWork<T> work, RetryListener listener) throws RejectedRowException {
    return execute(work, Integer.MAX_VALUE, listener);
  }

  /**
   * The same for work that can be done in parts: it is refused too when the database was {@link
   * ErrorCategory#OVERLOAD overloaded} in the same way so many times in a row.
   *
   * @param atOnce most attempts at all of it
   * @throws RejectedRowException when the database refuses for the sake of a row, or of the load
   * @throws TargetException when a person must mend something, or on an interrupt
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
        SqlFailure failure = dialect.explain(e);
        if (Thread.currentThread().isInterrupted()) {
          throw new TargetException("interrupted while the database was at work", e);
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
    Duration length = delay(attempt);
    if (WAITING.isDue(String.valueOf(failure.sqlState()))) {
      LOG.warn(
          "Waiting for the database, attempt {}, the next one in {} ms: {}",
          attempt,
          length.toMillis(),
          failure.message());
    }
    listener.waiting(failure);
    try {
      sleeper.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("interrupted while waiting for the database", e);
    }
  }

  /** Only an outage that took a while: a deadlock is over with the next attempt. */
  private static void logRecovery(int attempts, long started) {
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    if (attempts > 1 && seconds > 0 && RECOVERED.isDue("database")) {
      LOG.warn("The database answers again, after {} s and {} attempts", seconds, attempts);
    }
  }

  /** Between half and the whole of the step, so that workers do not come back in one wave. */
  private static Duration delay(int attempt) {
    long whole = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole / 2, whole + 1));
  }
}
