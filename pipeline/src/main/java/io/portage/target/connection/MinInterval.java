package io.portage.target.connection;

import java.time.Clock;
import java.time.Duration;

/**
 * Allows an action the first time, and then at most once per interval.
 *
 * <p>If the clock is set back, the action is allowed at once. Not thread-safe.
 */
public final class MinInterval {
  private final long everyMillis;
  private final Clock clock;
  private long last;
  private boolean begun;

  /** Allows an action once per {@code every} of {@code clock}. */
  public MinInterval(Duration every, Clock clock) {
    this.everyMillis = every.toMillis();
    this.clock = clock;
  }

  /** Returns true if the action is allowed now; this starts a new interval. */
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
