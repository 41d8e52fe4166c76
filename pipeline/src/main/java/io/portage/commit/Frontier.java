package io.portage.commit;

import io.portage.model.Completion;
import io.portage.model.ReaderStart;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One partition: the offset below which every record has an outcome, and the completed offset
 * ranges above it.
 *
 * <p>The frontier starts at the reader's first offset, never at an assumed one. A fresh reader
 * reports it immediately. A reader restored from a checkpoint normally finds a restored frontier;
 * if the partition had no record before the checkpoint, its reported start is adopted after {@link
 * #PATIENCE}, because on runners that do not keep the order of bundles an earlier reader's start
 * may still be in flight. A fresh reader beside a restored frontier, of a partition without a
 * reader in the state, continues at the committed offset: below it every record has an outcome, so
 * a lower frontier is raised to it.
 *
 * @param offset the frontier, or {@link #UNKNOWN}
 * @param provisionalStart the lowest start of readers restored from a checkpoint, or {@link
 *     #UNKNOWN}; only while there is no frontier
 * @param provisionalSince the time at which the first provisional start was reported, milliseconds
 *     since 1970
 * @param completedAbove the completed offset ranges above the frontier; all of them while there is
 *     no frontier
 */
record Frontier(
    long offset, long provisionalStart, long provisionalSince, OffsetRangeSet completedAbove) {
  static final long UNKNOWN = -1;
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Frontier NOTHING = new Frontier(UNKNOWN, UNKNOWN, 0, OffsetRangeSet.NONE);

  /**
   * Returns the frontier with this completion. Completions may come in any order and repeatedly.
   */
  Frontier plus(Completion completion, Instant now) {
    ReaderStart start = completion.start();
    Frontier started = start == null ? this : start(start, now);
    return completion.origins().isEmpty()
        ? started.advance(started.completedAbove)
        : started.advance(
            started.completedAbove.plus(OffsetRangeSet.of(completion.origins().ranges())));
  }

  private Frontier start(ReaderStart start, Instant now) {
    if (isKnown()) {
      return start.fromCheckpoint() || start.offset() <= offset
          ? this
          : new Frontier(start.offset(), UNKNOWN, 0, completedAbove);
    }
    if (!start.fromCheckpoint()) {
      return new Frontier(start.offset(), UNKNOWN, 0, completedAbove);
    }
    return provisionalStart == UNKNOWN
        ? new Frontier(UNKNOWN, start.offset(), now.toEpochMilli(), completedAbove)
        : new Frontier(
            UNKNOWN, Math.min(provisionalStart, start.offset()), provisionalSince, completedAbove);
  }

  /**
   * Returns the frontier with its provisional start adopted, if {@link #PATIENCE} has passed or
   * {@code atEnd}.
   */
  Frontier confirmStart(Instant now, boolean atEnd) {
    boolean isDue = atEnd || now.toEpochMilli() - provisionalSince >= PATIENCE.toMillis();
    return isKnown() || provisionalStart == UNKNOWN || !isDue
        ? this
        : new Frontier(provisionalStart, UNKNOWN, 0, completedAbove).advance(completedAbove);
  }

  private Frontier advance(OffsetRangeSet completed) {
    if (!isKnown()) {
      return new Frontier(offset, provisionalStart, provisionalSince, completed);
    }
    long end = completed.contiguousEnd(offset);
    return new Frontier(end, UNKNOWN, 0, completed.tailFrom(end));
  }

  boolean isKnown() {
    return offset != UNKNOWN;
  }

  /** Returns the offset to commit, or empty if it is unknown. */
  OptionalLong committable() {
    return isKnown() ? OptionalLong.of(offset) : OptionalLong.empty();
  }

  /** Returns a message about the offsets below {@code stop} that have no outcome. */
  String missing(long stop) {
    if (!isKnown()) {
      return "the reader's start is unknown";
    }
    long end =
        completedAbove.size() == 0
            ? stop
            : Math.min(stop, Math.max(completedAbove.from(0), offset + 1));
    return "offsets " + offset + " to " + (end - 1) + " have no outcome";
  }
}
