package io.portage.replay;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The dead letters that a replay processes. Immutable. */
public final class ReplaySelection implements Serializable {
  private static final long serialVersionUID = 1;

  /** The attempts and the last failure of a dead letter. */
  private record AttemptHistory(int attempts, long failedAt) implements Serializable {
    AttemptHistory plus(AttemptHistory other) {
      return new AttemptHistory(
          Math.max(attempts, other.attempts()), Math.max(failedAt, other.failedAt()));
    }
  }

  private final TreeMap<String, AttemptHistory> byId = new TreeMap<>();
  private final HashMap<String, TreeMap<Integer, TreeSet<Long>>> offsetsByTopic = new HashMap<>();

  /** By partition, the lowest offset of a record that was rejected as one of another log. */
  private final HashMap<String, TreeMap<Integer, Long>> restarts = new HashMap<>();

  private final String note;

  private ReplaySelection(String note) {
    this.note = note;
  }

  /** The dead letters with these summaries. */
  public static ReplaySelection of(Collection<DeadLetterSummary> summaries) {
    return of(summaries, "");
  }

  /**
   * The dead letters with these summaries.
   *
   * @param note who replays them, and why; kept with each resolution; or empty
   */
  public static ReplaySelection of(Collection<DeadLetterSummary> summaries, String note) {
    ReplaySelection replaySelection = new ReplaySelection(note);
    for (DeadLetterSummary summary : summaries) {
      Coordinates at = summary.coordinates();
      replaySelection.byId.put(
          summary.id(), new AttemptHistory(summary.attempts(), summary.failedAt()));
      replaySelection
          .offsetsByTopic
          .computeIfAbsent(at.topic(), topic -> new TreeMap<>())
          .computeIfAbsent(at.partition(), partition -> new TreeSet<>())
          .add(at.offset());
      if (summary.reason() == Reason.LOG_RESTARTED) {
        replaySelection
            .restarts
            .computeIfAbsent(at.topic(), topic -> new TreeMap<>())
            .merge(at.partition(), at.offset(), Math::min);
      }
    }
    return replaySelection;
  }

  /** Returns who replays them, and why; or an empty text. */
  String note() {
    return note;
  }

  /** The ids of the dead letters. */
  Set<String> ids() {
    return byId.keySet();
  }

  /**
   * Returns the offsets before the first record of each partition that was rejected because the
   * source's log had begun again. Only by them a replay can tell if its table has an epoch now.
   *
   * @param most the number of offsets of a partition
   */
  public List<ScanRange> beforeRestarts(int most) {
    List<ScanRange> ranges = new ArrayList<>();
    restarts.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, first) ->
                    ranges.add(new ScanRange(topic, partition, Math.max(0, first - most), first))));
    return ranges;
  }

  /** Calls {@code seen} for each record of a dead letter that {@code origins} contains. */
  void forEachRecordIn(OffsetRanges origins, BiConsumer<Coordinates, ChangePart> seen) {
    for (OffsetRange offsetRange : origins.ranges()) {
      Map<Integer, TreeSet<Long>> partitions = offsetsByTopic.get(offsetRange.topic());
      TreeSet<Long> offsets = partitions == null ? null : partitions.get(offsetRange.partition());
      if (offsets != null) {
        for (long offset : offsets.subSet(offsetRange.from(), offsetRange.to())) {
          seen.accept(
              new Coordinates(offsetRange.topic(), offsetRange.partition(), offset),
              offsetRange.part());
        }
      }
    }
  }

  /**
   * The dead letter as it is written again: with one more attempt than the dead letter that it came
   * from, and a later time of failure.
   */
  DeadLetter withNextAttempt(DeadLetter deadLetter) {
    AttemptHistory before = before(deadLetter);
    if (before == null) {
      return deadLetter;
    }
    return new DeadLetter(
        deadLetter.stage(),
        deadLetter.cause(),
        before.attempts() + 1,
        Math.max(deadLetter.failedAt(), before.failedAt() + 1),
        deadLetter.sourceRecord(),
        deadLetter.change(),
        deadLetter.part());
  }

  private @Nullable AttemptHistory before(DeadLetter deadLetter) {
    AttemptHistory same = byId.get(deadLetter.id());
    if (same != null) {
      return same;
    }
    AttemptHistory[] most = {null};
    forEachRecordIn(
        deadLetter.origins(),
        (at, changePart) -> {
          for (ChangePart part : changePart.withSameRow()) {
            AttemptHistory attemptHistory = byId.get(at + part.suffix());
            if (attemptHistory != null && part.intersects(changePart)) {
              most[0] = most[0] == null ? attemptHistory : most[0].plus(attemptHistory);
            }
          }
        });
    return most[0];
  }
}
