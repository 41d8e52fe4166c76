package io.portage.sink;

import io.portage.metrics.Buckets;

/** The counts of one table: guard results, dead letters and lag. Not thread-safe. */
public final class TableCounts {
  private final Buckets lag = HistogramBuckets.LAG_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long rejected;

  void add(WriteCounts more) {
    counts = counts.plus(more);
  }

  void reject() {
    rejected++;
  }

  public WriteCounts counts() {
    return counts;
  }

  /** Returns the number of changes that became dead letters. */
  public long rejected() {
    return rejected;
  }

  /**
   * Returns the lag of applied changes: milliseconds from the change at the source to its commit in
   * the target.
   */
  public Buckets lag() {
    return lag;
  }
}
