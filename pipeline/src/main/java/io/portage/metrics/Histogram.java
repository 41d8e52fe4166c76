package io.portage.metrics;

import io.portage.model.Stage;
import org.apache.beam.sdk.metrics.Counter;

/**
 * A distribution reported as counters: {@code name.sum}, {@code name.count}, and for each bound
 * {@code name.le.<bound>}, the number of values at or below it.
 *
 * <p>Beam's own distributions do not reach every reporter: on Flink they are a gauge without a
 * numeric value.
 */
public final class Histogram {
  private final Counter[] atMost;
  private final Counter sum;
  private final Counter count;

  private Histogram(Stage stage, String name, long... bounds) {
    this.sum = Ledger.counter(stage, name + ".sum");
    this.count = Ledger.counter(stage, name + ".count");
    this.atMost = new Counter[bounds.length];
    for (int at = 0; at < bounds.length; at++) {
      atMost[at] = Ledger.counter(stage, name + ".le." + bounds[at]);
    }
  }

  /** Returns a distribution of {@code stage} over ascending bounds. */
  public static Histogram of(Stage stage, String name, long... bounds) {
    return new Histogram(stage, name, bounds);
  }

  /** Adds the values to the counters. Creates all counters, also those at 0. */
  public void add(Buckets gathered) {
    sum.inc(gathered.sum());
    count.inc(gathered.count());
    for (int at = 0; at < atMost.length; at++) {
      atMost[at].inc(gathered.atMost(at));
    }
  }
}
