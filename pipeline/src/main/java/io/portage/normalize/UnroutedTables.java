package io.portage.normalize;

import io.portage.metrics.Ledger;
import io.portage.metrics.TableLabels;
import io.portage.model.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the changes of tables that are not configured, by table. The first {@value #MOST} tables
 * have a counter each, all others share one, because a topic may contain any number of tables and a
 * metric is never removed. Not thread-safe.
 */
final class UnroutedTables {
  static final int MOST = 100;

  private final Set<String> labels = new HashSet<>();
  private final Map<String, Long> counts = new HashMap<>();

  void add(String table) {
    String label = TableLabels.of(table);
    if (labels.size() >= MOST && !labels.contains(label)) {
      label = "other";
    } else {
      labels.add(label);
    }
    counts.merge(label, 1L, Long::sum);
  }

  /** Discards unpublished counts: the records of a failed bundle are processed again. */
  void begin() {
    counts.clear();
  }

  /** Returns the unpublished counts, by label. */
  Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  void publish() {
    counts.forEach(
        (label, count) -> Ledger.counter(Stage.NORMALIZE, "unrouted." + label).inc(count));
    counts.clear();
  }
}
