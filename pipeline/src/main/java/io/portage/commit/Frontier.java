package io.portage.commit;

import io.portage.model.Completion;
import io.portage.model.ReaderStart;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * One partition: the offset below which every record has an outcome, and what is done beyond it.
 *
 * <p>It begins where a reader really began, never at an assumed offset. A reader that chose its
 * place itself says so at once. One that a checkpoint sent there usually finds the frontier in that
 * checkpoint, too; only where the partition had given no record yet there is none. Its start is
 * then taken, but after {@link #PATIENCE}: on runners that do not keep the order of bundles the
 * first reader's start may still be on its way.
 *
 * @param offset the frontier, or {@link #UNKNOWN}
 * @param provisionalStart the lowest start of readers that were sent by a checkpoint, or {@link
 *     #UNKNOWN}; only while there is no frontier
 * @param provisionalSince when it was first heard of, milliseconds since 1970
 * @param completedAbove what is done beyond the frontier; all that is done while there is none
 */
record Frontier(
    long offset, long provisionalStart, long provisionalSince, OffsetRangeSet completedAbove) {
  static final long UNKNOWN = -1;
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Frontier NOTHING = new Frontier(UNKNOWN, UNKNOWN, 0, OffsetRangeSet.NONE);

  /** The frontier with this outcome. Outcomes may come in any order and more than once. */
  Frontier plus(Completion completion, Instant now) {
    ReaderStart start = completion.start();
    Frontier begun = start == null ? this : begin(start, now);
    return completion.origins().isEmpty()
        ? begun.advance(begun.completedAbove)
        : begun.advance(
            begun.completedAbove.plus(OffsetRangeSet.of(completion.origins().ranges())));
  }

  private Frontier begin(ReaderStart start, Instant now) {
    if (isKnown()) {
      return this;
    }
    if (!start.fromCheckpoint()) {
      return new Frontier(start.offset(), UNKNOWN, 0, completedAbove);
    }
    return provisionalStart == UNKNOWN
        ? new Frontier(UNKNOWN, start.offset(), now.toEpochMilli(), completedAbove)
        : new Frontier(
            UNKNOWN, Math.min(provisionalStart, start.offset()), provisionalSince, completedAbove);
  }

  /** Takes the candidate for the frontier, once it has waited long enough or {@code atEnd}. */
  Frontier confirmStart(Instant now, boolean atEnd) {
    boolean due = atEnd || now.toEpochMilli() - provisionalSince >= PATIENCE.toMillis();
    return isKnown() || provisionalStart == UNKNOWN || !due
        ? this
        : new Frontier(provisionalStart, UNKNOWN, 0, completedAbove).advance(completedAbove);
  }

  private Frontier advance(OffsetRangeSet done) {
    if (!isKnown()) {
      return new Frontier(offset, provisionalStart, provisionalSince, done);
    }
    long reached = done.contiguousEnd(offset);
    return new Frontier(reached, UNKNOWN, 0, done.tailFrom(reached));
  }

  boolean isKnown() {
    return offset != UNKNOWN;
  }

  /** The offset to commit, when it is known. */
  OptionalLong committable() {
    return isKnown() ? OptionalLong.of(offset) : OptionalLong.empty();
  }

  /** What is missing up to {@code stop}, for a message. */
  String missing(long stop) {
    if (!isKnown()) {
      return "it is not known where the reader began";
    }
    long end =
        completedAbove.size() == 0
            ? stop
            : Math.min(stop, Math.max(completedAbove.from(0), offset + 1));
    return "offsets " + offset + " to " + (end - 1) + " have no outcome";
  }
}
