package io.portage.deadletter;

import io.portage.metrics.Ledger;
import io.portage.model.DeadLetter;
import io.portage.model.Origins;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a bundle's letters stand for, without the letters themselves. */
final class Written {
  private final Map<Stage, Map<Reason, Long>> dead = new EnumMap<>(Stage.class);
  private final List<Origins> origins = new ArrayList<>();
  private long further;

  void add(DeadLetter letter) {
    dead.computeIfAbsent(letter.stage(), stage -> new EnumMap<>(Reason.class))
        .merge(letter.cause().reason(), 1L, Long::sum);
    origins.add(letter.origins());
    further += letter.records() - 1L;
  }

  boolean isEmpty() {
    return origins.isEmpty();
  }

  Origins origins() {
    return Origins.union(origins);
  }

  /** Counts the letters, and the further records they stand for, in the ledger. */
  void count() {
    dead.forEach(
        (stage, reasons) ->
            reasons.forEach((reason, count) -> Ledger.dead(stage, reason).inc(count)));
    Ledger.superseded().inc(further);
  }
}
