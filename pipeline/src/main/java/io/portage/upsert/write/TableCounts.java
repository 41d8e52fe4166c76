package io.portage.upsert.write;

import io.portage.metrics.Buckets;
import io.portage.upsert.HistogramBuckets;

/** What became of the changes of one table, in numbers. Not thread-safe. */
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

  /** Changes that became dead letters. */
  public long refused() {
    return refused;
  }

  /** Milliseconds from the change at the source to its commit here, of applied changes. */
  public Buckets lag() {
    return lag;
  }
}
