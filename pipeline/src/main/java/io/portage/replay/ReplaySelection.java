package io.portage.replay;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The letters that a replay takes. Immutable. */
public final class ReplaySelection implements Serializable {
  private static final long serialVersionUID = 1;

  /** How far a letter is. */
  private record AttemptHistory(int attempts, long failedAt) implements Serializable {
    AttemptHistory plus(AttemptHistory other) {
      return new AttemptHistory(
          Math.max(attempts, other.attempts()), Math.max(failedAt, other.failedAt()));
    }
  }

  private final TreeMap<String, AttemptHistory> byId = new TreeMap<>();
  private final HashMap<String, TreeMap<Integer, TreeSet<Long>>> places = new HashMap<>();

  private ReplaySelection() {}

  /** The letters with these heads. */
  public static ReplaySelection of(Collection<DeadLetterSummary> heads) {
    ReplaySelection replaySelection = new ReplaySelection();
    for (DeadLetterSummary head : heads) {
      Coordinates at = head.coordinates();
      replaySelection.byId.put(head.id(), new AttemptHistory(head.attempts(), head.failedAt()));
      replaySelection
          .places
          .computeIfAbsent(at.topic(), topic -> new TreeMap<>())
          .computeIfAbsent(at.partition(), partition -> new TreeSet<>())
          .add(at.offset());
    }
    return replaySelection;
  }

  /** Their ids. */
  Set<String> ids() {
    return byId.keySet();
  }

  /** Calls {@code seen} for each record of a letter that lies in {@code origins}. */
  void forEachRecordIn(OffsetRanges origins, BiConsumer<Coordinates, ChangePart> seen) {
    for (OffsetRange offsetRange : origins.ranges()) {
      Map<Integer, TreeSet<Long>> partitions = places.get(offsetRange.topic());
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
   * The letter as it is written anew: an attempt more than what it comes of, and failed after it.
   */
  DeadLetter withNextAttempt(DeadLetter letter) {
    AttemptHistory before = before(letter);
    if (before == null) {
      return letter;
    }
    return new DeadLetter(
        letter.stage(),
        letter.cause(),
        before.attempts() + 1,
        Math.max(letter.failedAt(), before.failedAt() + 1),
        letter.sourceRecord(),
        letter.change(),
        letter.part());
  }

  private @Nullable AttemptHistory before(DeadLetter letter) {
    AttemptHistory same = byId.get(letter.id());
    if (same != null) {
      return same;
    }
    AttemptHistory[] most = {null};
    forEachRecordIn(
        letter.origins(),
        (at, changePart) -> {
          for (ChangePart part : ChangePart.values()) {
            AttemptHistory attemptHistory = byId.get(at + part.suffix());
            if (attemptHistory != null && (part.mask() & changePart.mask()) != 0) {
              most[0] = most[0] == null ? attemptHistory : most[0].plus(attemptHistory);
            }
          }
        });
    return most[0];
  }
}
