package io.portage.target.connection;

import io.portage.metrics.LogThrottle;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns while a database does not answer, for example because another session holds a lock. No
 * attempt has failed at that point, so no other message reports it.
 *
 * <p>Does not guarantee one warning per transaction: several that wait at the same time give one.
 * Thread-safe.
 */
public final class SlowQueryWatch {
  /** Logs a warning after 10 seconds and then once per minute. */
  public static final SlowQueryWatch REAL =
      new SlowQueryWatch(Duration.ofSeconds(10), Duration.ofMinutes(1), SlowQueryLog::warn);

  private final Duration after;
  private final Duration every;
  private final SlowQueryListener listener;
  private final ScheduledThreadPoolExecutor executor;

  /** A callback for a transaction that has had no answer for {@code soFar}. */
  @FunctionalInterface
  interface SlowQueryListener {
    void waiting(Duration soFar);
  }

  /** A watched transaction; closing it ends the watch. */
  @FunctionalInterface
  public interface WatchedTransaction extends AutoCloseable {
    @Override
    void close();
  }

  SlowQueryWatch(Duration after, Duration every, SlowQueryListener listener) {
    this.after = after;
    this.every = every;
    this.listener = listener;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "portage-slow-answers");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    // The executor is never shut down: its thread ends when idle, and with it the reference to the
    // job's classes.
    executor.setKeepAliveTime(20, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Starts to watch a transaction, until the result is closed. */
  public WatchedTransaction watch() {
    long started = System.nanoTime();
    Future<?> warning =
        executor.scheduleAtFixedRate(
            () -> listener.waiting(Duration.ofNanos(System.nanoTime() - started)),
            after.toNanos(),
            every.toNanos(),
            TimeUnit.NANOSECONDS);
    return () -> warning.cancel(false);
  }

  /** Returns the number of transactions that are watched now. */
  int watched() {
    return executor.getQueue().size();
  }

  private static final class SlowQueryLog {
    private static final Logger LOG = LoggerFactory.getLogger(SlowQueryWatch.class);
    private static final LogThrottle SLOW = new LogThrottle(Duration.ofSeconds(30));

    private SlowQueryLog() {}

    static void warn(Duration soFar) {
      if (SLOW.isDue("database")) {
        LOG.warn(
            "A transaction has waited {} s for the database, which may wait for a lock of another"
                + " session (see the database's list of sessions and locks); writing continues when"
                + " it is released",
            soFar.toSeconds());
      }
    }
  }
}
