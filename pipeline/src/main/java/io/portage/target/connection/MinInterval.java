package io.portage.target.connection;

import java.time.Clock;
import java.time.Duration;

/**
 * Lets something happen the first time, and then not more often than once in a while.
 *
 * <p>A clock that is set back lets it happen, so that it never waits for the past to return. Not
 * thread-safe.
 */
public final class MinInterval {
  private final long everyMillis;
  private final Clock clock;
  private long last;
  private boolean begun;

  /** Lets something happen once in {@code every}, by the hands of {@code clock}. */
  public MinInterval(Duration every, Clock clock) {
    this.everyMillis = every.toMillis();
    this.clock = clock;
  }

  /** Whether it may happen now; if so, it counts as having happened. */
  public boolean tryAcquire() {
    long now = clock.millis();
    if (begun && now >= last && now - last < everyMillis) {
      return false;
    }
    begun = true;
    last = now;
    return true;
  }
}
