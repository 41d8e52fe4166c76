package io.portage.verify.rows;

import io.portage.target.connection.Sleeper;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Limits the number of rows that are read per second, from its creation on. Not thread-safe. */
public final class RateLimit {
  private final int mostPerSecond;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private final long startedNanos;
  private long rows;

  /**
   * A limit.
   *
   * @param mostPerSecond the most rows per second; 0 for no limit
   * @param nanos {@link System#nanoTime}
   */
  public RateLimit(int mostPerSecond, LongSupplier nanos, Sleeper sleeper) {
    this.mostPerSecond = mostPerSecond;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.startedNanos = nanos.getAsLong();
  }

  /** Waits if more rows were read than the limit allows. */
  public void read(int more) throws InterruptedException {
    rows += more;
    if (mostPerSecond > 0) {
      long due = startedNanos + rows * 1_000_000_000L / mostPerSecond;
      long ahead = due - nanos.getAsLong();
      if (ahead > 0) {
        sleeper.sleep(Duration.ofNanos(ahead));
      }
    }
  }
}
