package io.portage.upsert.write;

import io.portage.metrics.Buckets;
import io.portage.model.Change;
import io.portage.sink.WriteResult;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Records the lag of changes: the time from the commit at the source to the commit in the target.
 */
final class LagRecorder {
  private LagRecorder() {}

  /**
   * Records the lag of a transaction's applied changes at {@code now}, milliseconds since 1970. A
   * change without a change time is not recorded. Nothing is recorded for a transaction with
   * duplicates, because the database does not report which of its changes were applied.
   */
  static void add(List<Change> changes, TransactionResult written, long now, WriteResult result) {
    int notApplied =
        written.missing().size() + written.stale().size() + written.suppressed().size();
    if (written.counts().applied() != changes.size() - notApplied) {
      return;
    }
    Buckets lag = result.of(changes.get(0).table()).lag();
    Set<Change> excluded = Collections.newSetFromMap(new IdentityHashMap<>());
    excluded.addAll(written.missing());
    excluded.addAll(written.stale());
    excluded.addAll(written.suppressed());
    for (Change change : changes) {
      if (change.changeTime() > 0 && (notApplied == 0 || !excluded.contains(change))) {
        lag.add(now - change.changeTime());
      }
    }
  }
}
