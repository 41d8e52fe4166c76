package io.portage.launcher.status;

import io.portage.metrics.LedgerSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job at one moment. Times are texts in UTC, as {@code Instant} prints them.
 *
 * @param job the job's name
 * @param group the consumer group
 * @param at the moment
 * @param health the state in one sentence
 * @param lag the records without a committed outcome; null if the brokers do not answer
 * @param ledger the ledger of the running job; null if no runner of it was found
 * @param ledgerPlace where the ledger was read, or why there is none
 * @param deadLetters the dead letters; null if they cannot be read
 * @param problems what could not be read, one sentence each
 */
public record Overview(
    String job,
    String group,
    String at,
    Health health,
    @Nullable Lag lag,
    @Nullable Ledger ledger,
    String ledgerPlace,
    @Nullable DeadLetterCounts deadLetters,
    List<String> problems) {

  /** Returns true if the other one differs in its moment at most. */
  public boolean isAs(Overview other) {
    return equals(
        new Overview(
            other.job,
            other.group,
            at,
            other.health,
            other.lag,
            other.ledger,
            other.ledgerPlace,
            other.deadLetters,
            other.problems));
  }

  /**
   * The lag.
   *
   * @param records the records without a committed outcome
   * @param oldest the Kafka timestamp of the oldest of them, or null
   * @param seconds its age, or null
   * @param partitions the partitions with the greatest lag, at most 100
   */
  public record Lag(
      long records,
      @Nullable String oldest,
      @Nullable Double seconds,
      List<PartitionLag> partitions) {}

  /** The lag of one partition; {@code committed} is null if the group has no offset. */
  public record PartitionLag(
      String topic, int partition, @Nullable Long committed, long end, long records) {}

  /**
   * The ledger of a running job.
   *
   * @param inFlight the records without an outcome yet; below 0 if there are too many outcomes
   * @param addsUp false if there are more outcomes than records; by an overview, if there have been
   *     for 20 s
   * @param parked the keys that are parked now
   * @param late the changes beyond the allowed lateness; they have one of the outcomes
   * @param suspected the changes that may belong to a log of the source that has begun again; they
   *     have one of the outcomes
   * @param lagMillis the mean time from a change at its source to its commit; null if no change was
   *     written
   * @param ignoredBy the ignored records by kind
   * @param deadBy the dead letters by stage and reason
   */
  public record Ledger(
      long read,
      long split,
      long applied,
      long superseded,
      long duplicate,
      long stale,
      long ignored,
      long dead,
      long inFlight,
      boolean addsUp,
      long parked,
      long late,
      long suspected,
      @Nullable Long lagMillis,
      Map<String, Long> ignoredBy,
      Map<String, Long> deadBy) {
    /** Returns the ledger of a job's metrics. */
    public static Ledger of(MetricsSource.MetricsSnapshot metrics) {
      LedgerSummary ledger = LedgerSummary.of(metrics.values());
      Map<String, Long> ignored = new TreeMap<>();
      ledger.ignoredBy().forEach((kind, count) -> ignored.put(kind.label(), count));
      Map<String, Long> dead = new TreeMap<>();
      ledger
          .deadBy()
          .forEach(
              (stage, reasons) ->
                  reasons.forEach(
                      (reason, count) -> dead.put(stage.label() + " " + reason, count)));
      return new Ledger(
          ledger.read(),
          ledger.split(),
          ledger.applied(),
          ledger.superseded(),
          ledger.duplicate(),
          ledger.stale(),
          ledger.ignored(),
          ledger.dead(),
          ledger.difference(),
          ledger.difference() >= 0,
          metrics.of("Upsert.parkedRows"),
          ledger.late(),
          ledger.suspected(),
          meanLag(metrics.values()),
          ignored,
          dead);
    }

    /** Returns the same figures, regarded as adding up. */
    Ledger addingUp() {
      return new Ledger(
          read,
          split,
          applied,
          superseded,
          duplicate,
          stale,
          ignored,
          dead,
          inFlight,
          /* addsUp= */ true,
          parked,
          late,
          suspected,
          lagMillis,
          ignoredBy,
          deadBy);
    }

    private static @Nullable Long meanLag(Map<String, Long> values) {
      long sum = 0;
      long count = 0;
      for (Map.Entry<String, Long> value : values.entrySet()) {
        if (value.getKey().startsWith("Upsert.table.")) {
          sum += value.getKey().endsWith(".lag.ms.sum") ? value.getValue() : 0;
          count += value.getKey().endsWith(".lag.ms.count") ? value.getValue() : 0;
        }
      }
      return count == 0 ? null : (Long) (sum / count);
    }
  }

  /**
   * The dead letters of a job.
   *
   * @param unresolved those that no replay and no operator has resolved
   * @param total all
   * @param isComplete false if there are more than were read
   */
  public record DeadLetterCounts(int unresolved, int total, boolean isComplete) {}
}
