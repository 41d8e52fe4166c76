package io.portage.deadletter;

import java.time.Clock;
import java.time.Duration;

/**
 * The limit of one reading: a number of entries, and a time that begins with the first entry, so
 * that every reading makes progress. Not thread-safe.
 */
final class ReadLimit {
  private final int most;
  private final Duration time;
  private final Clock clock;
  private int read;
  private long deadline = Long.MAX_VALUE;

  ReadLimit(int most, Duration time, Clock clock) {
    this.most = most;
    this.time = time;
    this.clock = clock;
  }

  /** Counts an entry. */
  void count() {
    if (read++ == 0) {
      deadline = clock.millis() + time.toMillis();
    }
  }

  /** Returns true if no further entry should be read. */
  boolean isReached() {
    return read >= most || clock.millis() >= deadline;
  }

  /** Returns the number of entries. */
  int read() {
    return read;
  }
}
