package io.portage.sink;

import io.portage.metrics.Buckets;
import io.portage.metrics.Histogram;
import io.portage.model.Stage;

/** The bucket bounds of one of this step's histograms. They are part of the metrics' names. */
public final class HistogramBuckets {
  public static final HistogramBuckets ROWS =
      new HistogramBuckets(1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 20_000);
  public static final HistogramBuckets WRITE_MILLIS =
      new HistogramBuckets(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);
  public static final HistogramBuckets LAG_MILLIS =
      new HistogramBuckets(
          250,
          500,
          1_000,
          2_000,
          3_000,
          5_000,
          10_000,
          30_000,
          60_000,
          300_000,
          1_800_000,
          21_600_000);

  private final long[] bounds;

  private HistogramBuckets(long... bounds) {
    this.bounds = bounds;
  }

  /** Returns new, empty buckets. */
  public Buckets buckets() {
    return new Buckets(bounds);
  }

  /** Returns the histogram that publishes the buckets under {@code name}. */
  public Histogram histogram(String name) {
    return Histogram.of(Stage.UPSERT, name, bounds);
  }
}
