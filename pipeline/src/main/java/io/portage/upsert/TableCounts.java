package io.portage.upsert;

import io.portage.metrics.Buckets;

/** What became of the changes of one table, in numbers. Not thread-safe. */
final class TableCounts {
  private final Buckets lag = HistogramBuckets.LAG_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long refused;

  void add(WriteCounts more) {
    counts = counts.plus(more);
  }

  void refuse() {
    refused++;
  }

  WriteCounts tally() {
    return counts;
  }

  /** Changes that became dead letters. */
  long refused() {
    return refused;
  }

  /** Milliseconds from the change at the source to its commit here, of applied changes. */
  Buckets lag() {
    return lag;
  }
}
