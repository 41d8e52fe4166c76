package io.portage.target.connection;

import io.portage.metrics.LogThrottle;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns while a database does not answer, as it does while another session holds a lock: no attempt
 * has failed then, and nothing else would be told.
 *
 * <p>Not guaranteed: a warning for each transaction; many that wait at once give one. Thread-safe.
 */
public final class SlowQueryWatch {
  /** Warns in the log, after 10 seconds and then once a minute. */
  public static final SlowQueryWatch REAL =
      new SlowQueryWatch(Duration.ofSeconds(10), Duration.ofMinutes(1), SlowQueryLog::warn);

  private final Duration after;
  private final Duration every;
  private final SlowQueryListener listener;
  private final ScheduledThreadPoolExecutor clock;

  /** Is told of a transaction that has had no answer for so long. */
  @FunctionalInterface
  interface SlowQueryListener {
    void waiting(Duration soFar);
  }

  /** A transaction that is watched until this is closed. */
  @FunctionalInterface
  public interface WatchedTransaction extends AutoCloseable {
    @Override
    void close();
  }

  SlowQueryWatch(Duration after, Duration every, SlowQueryListener listener) {
    this.after = after;
    this.every = every;
    this.listener = listener;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "portage-slow-answers");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    // Nothing closes this: the thread ends by itself, and with it what holds a job's classes.
    clock.setKeepAliveTime(20, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** Watches until the result is closed. */
  public WatchedTransaction watch() {
    long started = System.nanoTime();
    Future<?> warning =
        clock.scheduleAtFixedRate(
            () -> listener.waiting(Duration.ofNanos(System.nanoTime() - started)),
            after.toNanos(),
            every.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> warning.cancel(false);
  }

  /** How many transactions are watched now. */
  int watched() {
    return clock.getQueue().size();
  }

  private static final class SlowQueryLog {
    private static final Logger LOG = LoggerFactory.getLogger(SlowQueryWatch.class);
    private static final LogThrottle SLOW = new LogThrottle(Duration.ofSeconds(30));

    private SlowQueryLog() {}

    static void warn(Duration soFar) {
      if (SLOW.isDue("database")) {
        LOG.warn(
            "A transaction has waited {} s for the database, which may wait for a lock that another"
                + " session holds (pg_stat_activity and pg_locks tell whose); writing goes on when"
                + " it is released",
            soFar.toSeconds());
      }
    }
  }
}
