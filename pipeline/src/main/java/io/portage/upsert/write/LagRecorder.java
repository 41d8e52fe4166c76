package io.portage.upsert.write;

import io.portage.metrics.Buckets;
import io.portage.model.Change;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** How long changes took from their commit at the source to their commit in the target. */
final class LagRecorder {
  private LagRecorder() {}

  /**
   * Notes the lag of a transaction's applied changes at {@code now}; a change without any time has
   * none. Of a transaction in which some changes were duplicates none is noted: the database does
   * not say which of them it wrote.
   */
  static void add(List<Change> changes, TransactionResult written, long now, WriteResult result) {
    int refused = written.missing().size() + written.stale().size() + written.suppressed().size();
    if (written.counts().applied() != changes.size() - refused) {
      return;
    }
    Buckets lag = result.of(changes.get(0).table()).lag();
    Set<Change> others = Collections.newSetFromMap(new IdentityHashMap<>());
    others.addAll(written.missing());
    others.addAll(written.stale());
    others.addAll(written.suppressed());
    for (Change change : changes) {
      if (change.changeTime() > 0 && (refused == 0 || !others.contains(change))) {
        lag.add(now - change.changeTime());
      }
    }
  }
}
