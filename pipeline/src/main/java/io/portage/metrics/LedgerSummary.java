package io.portage.metrics;

import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.IgnoreReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * The ledger of a run as totals: the records read and their outcomes.
 *
 * <p>As exact as the runner's counters. On Flink they start at 0 with every attempt, so after a
 * restart the sum may not balance although nothing is lost.
 *
 * @param read records read
 * @param split second halves of key changes
 * @param guarded records that reached the guard
 * @param ignoredBy records that need no write, by kind; without kinds that did not occur
 * @param deadBy acknowledged dead letters by the stage and reason that produced them; without those
 *     that did not occur
 * @param late changes beyond the allowed lateness; not part of the sum
 * @param suspected changes that may belong to a log of the source that has begun again; not part of
 *     the sum
 */
public record LedgerSummary(
    long read,
    long split,
    GuardedRecords guarded,
    Map<IgnoreReason, Long> ignoredBy,
    Map<Stage, Map<Reason, Long>> deadBy,
    long late,
    long suspected) {
  /**
   * The records that reached the guard, alone or merged.
   *
   * @param applied rows written
   * @param superseded records merged into a newer change of their key
   * @param duplicate records whose version the target already had
   * @param stale records for which the target had a newer version
   */
  public record GuardedRecords(long applied, long superseded, long duplicate, long stale) {}

  /** Copies the maps, in the order of the enums. */
  public LedgerSummary {
    ignoredBy = ordered(IgnoreReason.class, ignoredBy);
    Map<Stage, Map<Reason, Long>> byStage = new EnumMap<>(Stage.class);
    deadBy.forEach((stage, reasons) -> byStage.put(stage, ordered(Reason.class, reasons)));
    deadBy = Collections.unmodifiableMap(byStage);
  }

  /**
   * Returns the summary of a run, from its committed counters, or the attempted ones where the
   * runner has no committed ones (Flink). The direct runner adds a bundle's attempted counts only
   * after the bundle has moved the watermark, so a run may end before its last attempt is counted.
   */
  public static LedgerSummary of(MetricResults metrics) {
    return of(counters(metrics));
  }

  /** Returns the counters of a run by name, as {@link #of(MetricResults)} reads them. */
  public static Map<String, Long> counters(MetricResults metrics) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
            .build();
    Map<String, Long> counters = new HashMap<>();
    for (MetricResult<Long> counter : metrics.queryMetrics(ours).getCounters()) {
      Long committed = counter.getCommittedOrNull();
      counters.merge(
          counter.getName().getName(),
          committed == null ? counter.getAttempted() : committed,
          Long::sum);
    }
    return counters;
  }

  /**
   * Returns the summary of counters by name, as {@link Ledger} names them; other names are ignored.
   */
  public static LedgerSummary of(Map<String, Long> counters) {
    Map<IgnoreReason, Long> ignored = new EnumMap<>(IgnoreReason.class);
    for (IgnoreReason kind : IgnoreReason.values()) {
      putIfAny(ignored, kind, value(counters, Stage.NORMALIZE, "ignored." + kind.label()));
    }
    Map<Stage, Map<Reason, Long>> dead = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
      for (Reason reason : Reason.values()) {
        String name = "dead." + stage.label() + "." + reason;
        putIfAny(reasons, reason, value(counters, Stage.DEAD_LETTER, name));
      }
      if (!reasons.isEmpty()) {
        dead.put(stage, reasons);
      }
    }
    return new LedgerSummary(
        value(counters, Stage.READ, "read"),
        value(counters, Stage.NORMALIZE, "split"),
        new GuardedRecords(
            value(counters, Stage.UPSERT, "applied"),
            value(counters, Stage.UPSERT, "superseded"),
            value(counters, Stage.UPSERT, "duplicate"),
            value(counters, Stage.UPSERT, "stale")),
        ignored,
        dead,
        value(counters, Stage.LATEST, "late"),
        value(counters, Stage.NORMALIZE, "suspectedLogRestart"));
  }

  /** Rows written. */
  public long applied() {
    return guarded.applied();
  }

  /** Records merged into a newer change of their key. */
  public long superseded() {
    return guarded.superseded();
  }

  /** Records whose version the target already had. */
  public long duplicate() {
    return guarded.duplicate();
  }

  /** Records for which the target had a newer version. */
  public long stale() {
    return guarded.stale();
  }

  /** Returns read plus split. */
  public long in() {
    return read + split;
  }

  /** Returns the number of outcomes: everything but read, split, late and suspected. */
  public long out() {
    return applied() + superseded() + duplicate() + stale() + ignored() + dead();
  }

  /** Returns the ignored records of all kinds. */
  public long ignored() {
    return total(ignoredBy);
  }

  /** Returns the dead letters of all stages and reasons. */
  public long dead() {
    return deadBy.values().stream().mapToLong(LedgerSummary::total).sum();
  }

  /**
   * Returns {@link #in} less {@link #out}: above 0, the number without an outcome; below 0, the
   * number of surplus outcomes.
   */
  public long difference() {
    return in() - out();
  }

  /** Returns true if the number of outcomes equals the number of records, with splits. */
  public boolean isBalanced() {
    return difference() == 0;
  }

  /** Returns a table of several lines, without a line break at the end. */
  public String render() {
    return LedgerTable.render(this);
  }

  /** Returns the totals in one line, without kinds and reasons: for a run in progress. */
  public String line() {
    return LedgerTable.line(this);
  }

  @Override
  public String toString() {
    return line();
  }

  private static long value(Map<String, Long> counters, Stage stage, String name) {
    return counters.getOrDefault(stage.label() + "." + name, 0L);
  }

  private static <K> void putIfAny(Map<K, Long> map, K key, long value) {
    if (value != 0) {
      map.put(key, value);
    }
  }

  private static long total(Map<?, Long> map) {
    return map.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Enum<K>> Map<K, Long> ordered(Class<K> type, Map<K, Long> map) {
    Map<K, Long> copy = new EnumMap<>(type);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }
}
