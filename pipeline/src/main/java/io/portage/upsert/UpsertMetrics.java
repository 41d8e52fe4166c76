package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.metrics.Histogram;
import io.portage.metrics.Ledger;
import io.portage.metrics.TableLabels;
import io.portage.model.Stage;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.write.TableCounts;
import io.portage.upsert.write.WriteResult;
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
  private final Gauge countParked = Ledger.gauge(Stage.UPSERT, "waiting");
  private final Gauge oldestParked = Ledger.gauge(Stage.UPSERT, "oldestParked");

  private final Map<String, String> labels;
  private final Map<String, PerTableMetrics> tables = new HashMap<>();
  private final Map<String, Gauge> gaugeFor = new HashMap<>();
  private final ParkedGauges now = new ParkedGauges();

  UpsertMetrics(PortageConfig config) {
    labels = TableLabels.of(config.tables().stream().map(TableConfig::to).toList());
  }

  /** An outage ended an attempt. */
  void retried(@Nullable String sqlState) {
    retries.inc();
    counter("retries." + sqlState).inc();
  }

  /** Counts what is committed, and what is refused. */
  void count(WriteResult result) {
    applied.inc(result.counts().applied());
    duplicate.inc(result.counts().duplicate());
    stale.inc(result.counts().stale());
    superseded.inc(result.superseded());
    keyNotFree.inc(result.occupiedKeys());
    retries.inc(0); // known before the first
    rows.add(result.rows());
    millis.add(result.millis());
    result
        .tables()
        .forEach((table, figures) -> tables.computeIfAbsent(table, this::ofTable).count(figures));
  }

  /** Counts a shard's waiting rows, of which there were {@code before}. */
  void countParked(int shard, long before, ParkedRows rowsThere) {
    long change = rowsThere.size() - before;
    (change > 0 ? parked : unparked).inc(Math.abs(change));
    now.publish(shard, rowsThere);
    countParked.set(now.rows());
    oldestParked.set(now.since());
    now.byWhy().keySet().forEach(why -> gaugeFor.computeIfAbsent(why, UpsertMetrics::gaugeFor));
    gaugeFor.forEach((why, gauge) -> gauge.set(now.byWhy().getOrDefault(why, 0L)));
  }

  private PerTableMetrics ofTable(String table) {
    return new PerTableMetrics(labels.getOrDefault(table, "other"));
  }

  private static Gauge gaugeFor(String why) {
    return Ledger.gauge(Stage.UPSERT, "waiting." + why);
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

    private void count(TableCounts figures) {
      applied.inc(figures.tally().applied());
      duplicate.inc(figures.tally().duplicate());
      stale.inc(figures.tally().stale());
      refused.inc(figures.refused());
      lag.add(figures.lag());
    }
  }
}
