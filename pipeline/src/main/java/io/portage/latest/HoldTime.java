package io.portage.latest;

import java.time.Duration;

/**
 * How long merged changes are held back while the source has more: the longer, the fewer rows are
 * written. At first {@link #FIRST}, so that rows come soon, and four times as long with each time
 * that the source still had more, up to {@link #LONGEST}. Times are milliseconds of one clock. Not
 * thread-safe.
 */
final class HoldTime {
  static final Duration FIRST = Duration.ofMillis(50);
  static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int GROWTH = 4;

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
  void goOn() {
    holds = false;
    length = Math.min(GROWTH * length, LONGEST.toMillis());
  }

  /** What was held has gone, and the source had no more. */
  void end() {
    holds = false;
    length = FIRST.toMillis();
  }
}
