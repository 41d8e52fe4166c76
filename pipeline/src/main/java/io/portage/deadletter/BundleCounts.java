package io.portage.deadletter;

import io.portage.metrics.Ledger;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bundle's letters stand for, with the first letter of each kind. */
final class BundleCounts {
  private static final int MOST_FIRSTS = 100;

  private final Map<Stage, Map<Reason, Long>> dead = new EnumMap<>(Stage.class);
  private final List<OffsetRanges> origins = new ArrayList<>();
  private final Map<String, DeadLetter> firstOccurrences = new LinkedHashMap<>();
  private long further;

  void add(DeadLetter letter) {
    dead.computeIfAbsent(letter.stage(), stage -> new EnumMap<>(Reason.class))
        .merge(letter.cause().reason(), 1L, Long::sum);
    origins.add(letter.origins());
    if (firstOccurrences.size() < MOST_FIRSTS) {
      firstOccurrences.putIfAbsent(FirstOccurrenceLog.kind(letter), letter);
    }
    further += letter.records() - 1L;
  }

  boolean isEmpty() {
    return origins.isEmpty();
  }

  OffsetRanges origins() {
    return OffsetRanges.union(origins);
  }

  /** The first letter of each kind, of so many kinds at most. */
  Collection<DeadLetter> firstOccurrences() {
    return firstOccurrences.values();
  }

  /** Counts the letters, and the further records they stand for, in the ledger. */
  void count() {
    dead.forEach(
        (stage, reasons) ->
            reasons.forEach((reason, count) -> Ledger.dead(stage, reason).inc(count)));
    Ledger.superseded().inc(further);
  }
}
