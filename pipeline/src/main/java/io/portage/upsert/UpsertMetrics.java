package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.metrics.Histogram;
import io.portage.metrics.Ledger;
import io.portage.metrics.SharedTableLabels;
import io.portage.model.Stage;
import io.portage.sink.HistogramBuckets;
import io.portage.sink.TableCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.ParkedCounts.ParkedBecause;
import io.portage.upsert.parking.ParkedRows;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.jspecify.annotations.Nullable;

/** The metrics of one instance of the step. Not thread-safe. */
final class UpsertMetrics {
  private final Counter applied = Ledger.applied();
  private final Counter duplicate = Ledger.duplicate();
  private final Counter stale = Ledger.stale();
  private final Counter superseded = Ledger.superseded();
  private final Counter keyNotFree = counter("keyNotFree");
  private final Counter parked = counter("parked");
  private final Counter unparked = counter("unparked");
  private final Counter retries = counter("retries");
  private final Histogram rows = HistogramBuckets.ROWS.histogram("batch.rows");
  private final Histogram millis = HistogramBuckets.WRITE_MILLIS.histogram("write.ms");
  private final Gauge countParked = Ledger.gauge(Stage.UPSERT, "parkedRows");
  private final Gauge oldestParked = Ledger.gauge(Stage.UPSERT, "oldestParked");

  private final SharedTableLabels labels;
  private final SharedTableLabels constraints;
  private final Map<String, PerTableMetrics> tables = new HashMap<>();
  private final Map<String, Gauge> gaugeFor = new HashMap<>();
  private final Map<ParkedBecause, ParkedMetrics> parkedFor = new HashMap<>();
  private final ParkedGauges gauges = new ParkedGauges();

  UpsertMetrics(PortageConfig config) {
    labels = SharedTableLabels.of(config.name(), config.targetNames());
    constraints = SharedTableLabels.ofConstraints(config.name());
  }

  /** Counts an attempt that an outage ended. */
  void retried(@Nullable String code) {
    retries.inc();
    counter("retries." + code).inc();
  }

  /** Counts committed changes and dead letters. */
  void count(WriteResult result) {
    applied.inc(result.counts().applied());
    duplicate.inc(result.counts().duplicate());
    stale.inc(result.counts().stale());
    superseded.inc(result.superseded());
    keyNotFree.inc(result.occupiedKeys());
    retries.inc(0); // publishes the counter before its first event
    rows.add(result.rows());
    millis.add(result.millis());
    result
        .tables()
        .forEach((table, counts) -> tables.computeIfAbsent(table, this::ofTable).count(counts));
  }

  /**
   * Updates the counters and gauges of a shard's parked rows.
   *
   * @param before the counts before the call that changed them
   */
  void countParked(int shard, ParkedCounts before, ParkedRows rowsNow) {
    ParkedCounts now = ParkedCounts.of(rowsNow);
    long change = now.keys() - before.keys();
    (change > 0 ? parked : unparked).inc(Math.abs(change));
    now.changesSince(before, (cause, n) -> metricsOf(cause).count(n));
    gauges.publish(shard, rowsNow, now);
    countParked.set(gauges.rows());
    oldestParked.set(gauges.since());
    gauges
        .byCause()
        .keySet()
        .forEach(cause -> gaugeFor.computeIfAbsent(cause, UpsertMetrics::gaugeFor));
    gaugeFor.forEach((cause, gauge) -> gauge.set(gauges.byCause().getOrDefault(cause, 0L)));
    setGaugesByConstraint();
  }

  /** Several causes may share a gauge: a job has labels for a limited number of them. */
  private void setGaugesByConstraint() {
    Map<ParkedMetrics, Long> sums = new HashMap<>();
    gauges.byConstraint().forEach((cause, n) -> sums.merge(metricsOf(cause), n, Long::sum));
    parkedFor.values().forEach(metrics -> metrics.rowsNow.set(sums.getOrDefault(metrics, 0L)));
  }

  private ParkedMetrics metricsOf(ParkedBecause cause) {
    ParkedBecause shown =
        new ParkedBecause(labels.of(cause.table()), constraints.of(cause.constraint()));
    return parkedFor.computeIfAbsent(shown, ParkedMetrics::new);
  }

  private PerTableMetrics ofTable(String table) {
    return new PerTableMetrics(labels.of(table));
  }

  private static Gauge gaugeFor(String cause) {
    return Ledger.gauge(Stage.UPSERT, "parkedRows." + cause);
  }

  private static Counter counter(String name) {
    return Ledger.counter(Stage.UPSERT, name);
  }

  /** The metrics of one table. */
  private static final class PerTableMetrics {
    private final Counter applied;
    private final Counter duplicate;
    private final Counter stale;
    private final Counter refused;
    private final Histogram lag;

    private PerTableMetrics(String label) {
      applied = Ledger.ofTable(Stage.UPSERT, label, "applied");
      duplicate = Ledger.ofTable(Stage.UPSERT, label, "duplicate");
      stale = Ledger.ofTable(Stage.UPSERT, label, "stale");
      refused = Ledger.ofTable(Stage.UPSERT, label, "refused");
      lag = HistogramBuckets.LAG_MILLIS.histogram(Ledger.ofTable(label, "lag.ms"));
    }

    private void count(TableCounts counts) {
      applied.inc(counts.counts().applied());
      duplicate.inc(counts.counts().duplicate());
      stale.inc(counts.counts().stale());
      refused.inc(counts.rejected());
      lag.add(counts.lag());
    }
  }

  /** The metrics of the parked keys of one table and constraint. */
  private static final class ParkedMetrics {
    private final Counter parked;
    private final Counter unparked;
    private final Gauge rowsNow;

    private ParkedMetrics(ParkedBecause labels) {
      parked = Ledger.ofTable(Stage.UPSERT, labels.table(), "parked." + labels.constraint());
      unparked = Ledger.ofTable(Stage.UPSERT, labels.table(), "unparked." + labels.constraint());
      rowsNow =
          Ledger.gauge(
              Stage.UPSERT, Ledger.ofTable(labels.table(), "parkedRows." + labels.constraint()));
    }

    /** Publishes both counters, also before the first event of one. */
    private void count(long change) {
      parked.inc(Math.max(0, change));
      unparked.inc(Math.max(0, -change));
    }
  }
}
