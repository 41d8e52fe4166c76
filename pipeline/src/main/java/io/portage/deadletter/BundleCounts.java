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

/**
 * The counts and offset ranges of a bundle's dead letters, with the first dead letter of each kind.
 */
final class BundleCounts {
  private static final int MAX_KINDS = 100;

  private final Map<Stage, Map<Reason, Long>> dead = new EnumMap<>(Stage.class);
  private final List<OffsetRanges> origins = new ArrayList<>();
  private final Map<String, DeadLetter> firstOccurrences = new LinkedHashMap<>();
  private long furtherRecords;

  void add(DeadLetter deadLetter) {
    dead.computeIfAbsent(deadLetter.stage(), stage -> new EnumMap<>(Reason.class))
        .merge(deadLetter.cause().reason(), 1L, Long::sum);
    origins.add(deadLetter.origins());
    if (firstOccurrences.size() < MAX_KINDS) {
      firstOccurrences.putIfAbsent(FirstOccurrenceLog.kind(deadLetter), deadLetter);
    }
    furtherRecords += deadLetter.records() - 1L;
  }

  boolean isEmpty() {
    return origins.isEmpty();
  }

  OffsetRanges origins() {
    return OffsetRanges.union(origins);
  }

  /** The first dead letter of each kind, for the first {@value #MAX_KINDS} kinds. */
  Collection<DeadLetter> firstOccurrences() {
    return firstOccurrences.values();
  }

  /** Counts the dead letters, and their further records as superseded, in the ledger. */
  void count() {
    dead.forEach(
        (stage, reasons) ->
            reasons.forEach((reason, count) -> Ledger.dead(stage, reason).inc(count)));
    Ledger.superseded().inc(furtherRecords);
  }
}
