package io.portage.latest;

import java.time.Duration;

/**
 * The time for which merged changes are held back while the source has more: the longer, the fewer
 * rows are written. {@link #FIRST} at first, so that rows come soon, and {@link #LATER} from then
 * on, until the source has no more. Times are milliseconds of one clock. Not thread-safe.
 */
final class HoldDuration {
  static final Duration FIRST = Duration.ofMillis(50);
  static final Duration LATER = Duration.ofSeconds(10);

  private long length = FIRST.toMillis();
  private long since;
  private boolean holds;

  /** Something is held from {@code now} on, if nothing was before. */
  void hold(long now) {
    if (!holds) {
      holds = true;
      since = now;
    }
  }

  /** Whether what is held has been held long enough. */
  boolean isOver(long now) {
    return holds && now - since >= length;
  }

  /** What was held has gone, and the source has more. */
  void restart() {
    holds = false;
    length = LATER.toMillis();
  }

  /** What was held has gone, and the source had no more. */
  void end() {
    holds = false;
    length = FIRST.toMillis();
  }
}
