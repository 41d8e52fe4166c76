package io.portage.upsert;

import io.portage.metrics.Buckets;
import io.portage.metrics.Histogram;
import io.portage.model.Stage;

/** The bounds of this step's distributions: they are part of the metrics' names. */
final class Bounds {
  private static final long[] ROWS = {1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 20_000};
  private static final long[] WRITE_MILLIS = {
    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000
  };
  private static final long[] LAG_MILLIS = {
    250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000, 21_600_000
  };

  private Bounds() {}

  static Buckets rows() {
    return new Buckets(ROWS);
  }

  static Buckets writeMillis() {
    return new Buckets(WRITE_MILLIS);
  }

  static Buckets lagMillis() {
    return new Buckets(LAG_MILLIS);
  }

  static Histogram rows(String name) {
    return Histogram.of(Stage.UPSERT, name, ROWS);
  }

  static Histogram writeMillis(String name) {
    return Histogram.of(Stage.UPSERT, name, WRITE_MILLIS);
  }

  static Histogram lagMillis(String name) {
    return Histogram.of(Stage.UPSERT, name, LAG_MILLIS);
  }
}
