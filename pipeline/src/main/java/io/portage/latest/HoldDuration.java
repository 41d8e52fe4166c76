package io.portage.latest;

import java.time.Duration;

/**
 * The time for which merged changes are buffered while the source has more records; a longer time
 * means fewer written rows. It is {@link #FIRST} at first, so that rows are written soon, then
 * {@link #LATER} until the source has no more. Times are milliseconds of one clock. Not
 * thread-safe.
 */
final class HoldDuration {
  static final Duration FIRST = Duration.ofMillis(50);
  static final Duration LATER = Duration.ofSeconds(10);

  private long length = FIRST.toMillis();
  private long since;
  private boolean holds;

  /** Starts the time at {@code now}, unless it is running. */
  void hold(long now) {
    if (!holds) {
      holds = true;
      since = now;
    }
  }

  /** Returns true if the time is over. */
  boolean isOver(long now) {
    return holds && now - since >= length;
  }

  /** Ends the time after a flush; the source has more records. */
  void restart() {
    holds = false;
    length = LATER.toMillis();
  }

  /** Ends the time after a flush; the source had no more records. */
  void end() {
    holds = false;
    length = FIRST.toMillis();
  }
}
