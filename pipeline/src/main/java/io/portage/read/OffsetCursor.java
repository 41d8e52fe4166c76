package io.portage.read;

import org.jspecify.annotations.Nullable;

/**
 * Follows one partition through one consumer: the offset range of each record, the records at or
 * past the stop, and the moment at which the stop is reached.
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
   * @param stop the first offset that is not read, or null
   */
  OffsetCursor(@Nullable Long stop) {
    this.stop = stop;
  }

  /** Returns true if the start offset is known. */
  boolean hasStarted() {
    return nextOffset != NOWHERE;
  }

  /** Returns the offset after the last returned record; 0 before the start is known. */
  long nextOffset() {
    return hasStarted() ? nextOffset : 0;
  }

  /**
   * Continues at {@code offset}, or at the stop if that is lower.
   *
   * @param byCheckpoint true if the offset comes from the runner's checkpoint
   * @return the offset at which the partition continues
   */
  long startAt(long offset, boolean byCheckpoint) {
    nextOffset = stop == null ? offset : Math.min(offset, stop);
    resumed = byCheckpoint;
    begun = false;
    ended = false;
    return nextOffset;
  }

  /** Returns true if {@code offset} is below the stop. */
  boolean isBeforeStop(long offset) {
    return stop == null || offset < stop;
  }

  /** Advances past a record; returns its coverage, or null if it covers only its own offset. */
  @Nullable RecordCoverage advance(long offset) {
    long from = nextOffset;
    boolean first = !begun;
    nextOffset = offset + 1;
    begun = true;
    return first || from != offset
        ? new RecordCoverage(from, first, first && resumed, false)
        : null;
  }

  /** Returns true if there is a stop and the end mark has not been returned. */
  boolean awaitsEnd() {
    return stop != null && !ended;
  }

  /**
   * Returns the end mark once, when {@code position} has reached the stop; null otherwise. It
   * covers the offsets between the last record and the stop.
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

  /**
   * Returns the offset of the end mark, chosen so that a checkpoint after it continues at the stop.
   */
  long endOffset() {
    return stop == null ? NOWHERE : stop - 1;
  }
}
