package io.portage.sink;

import io.portage.metrics.Buckets;

/** The counts of one table: guard results, dead letters and lag. Not thread-safe. */
public final class TableCounts {
  private final Buckets lag = HistogramBuckets.LAG_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long refused;

  void add(WriteCounts more) {
    counts = counts.plus(more);
  }

  void refuse() {
    refused++;
  }

  public WriteCounts tally() {
    return counts;
  }

  /** Returns the number of changes that became dead letters. */
  public long refused() {
    return refused;
  }

  /**
   * Returns the lag of applied changes: milliseconds from the change at the source to its commit in
   * the target.
   */
  public Buckets lag() {
    return lag;
  }
}
