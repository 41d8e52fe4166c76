package io.portage.read;

import org.jspecify.annotations.Nullable;

/**
 * Follows one partition through one consumer: which offset each record was reached from, what lies
 * at or past the stop, and when the stop is reached.
 *
 * <p>Not thread-safe.
 */
final class OffsetCursor {
  private static final long NOWHERE = -1;

  private final @Nullable Long stop;
  private long nextOffset = NOWHERE;
  private boolean resumed;
  private boolean begun;
  private boolean ended;

  /**
   * @param stop first offset that is not wanted, or null
   */
  OffsetCursor(@Nullable Long stop) {
    this.stop = stop;
  }

  /** Whether it is known where the consumer begins. */
  boolean hasStarted() {
    return nextOffset != NOWHERE;
  }

  /** The offset behind what was handed out last; 0 as long as it is not placed. */
  long nextOffset() {
    return hasStarted() ? nextOffset : 0;
  }

  /**
   * The consumer goes on at {@code offset}; beyond the stop that is the stop.
   *
   * @param byCheckpoint whether the runner's checkpoint says so
   * @return where it goes on
   */
  long startAt(long offset, boolean byCheckpoint) {
    nextOffset = stop == null ? offset : Math.min(offset, stop);
    resumed = byCheckpoint;
    begun = false;
    ended = false;
    return nextOffset;
  }

  /** Whether a record at {@code offset} is wanted. */
  boolean isBeforeStop(long offset) {
    return stop == null || offset < stop;
  }

  /** Passes a wanted record; returns what there is to say about it, or null for nothing. */
  @Nullable RecordCoverage advance(long offset) {
    long from = nextOffset;
    boolean first = !begun;
    nextOffset = offset + 1;
    begun = true;
    return first || from != offset
        ? new RecordCoverage(from, first, first && resumed, false)
        : null;
  }

  /** Whether the end mark is still to come: there is a stop, and it has not been handed out. */
  boolean awaitsEnd() {
    return stop != null && !ended;
  }

  /**
   * The end mark, once, when {@code position} has reached the stop; null otherwise. It covers what
   * lies between the last record and the stop.
   */
  @Nullable RecordCoverage end(long position) {
    if (stop == null || ended || position < stop) {
      return null;
    }
    ended = true;
    boolean first = !begun;
    begun = true;
    return new RecordCoverage(nextOffset, first, first && resumed, true);
  }

  /** The offset that the end mark carries, so that a checkpoint behind it goes on at the stop. */
  long endOffset() {
    return stop == null ? NOWHERE : stop - 1;
  }
}
