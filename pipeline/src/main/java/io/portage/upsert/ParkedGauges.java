package io.portage.upsert;

import io.portage.upsert.ParkedCounts.ParkedBecause;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.SpillSummary;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * The number of parked rows and their causes, of the shards that this instance of the step has
 * processed. After a restart a shard is included from its next attempt on, seconds later. Not
 * thread-safe.
 */
final class ParkedGauges {
  private record ShardGauges(
      Map<String, Long> byCause, Map<ParkedBecause, Long> byConstraint, long since) {}

  private final Map<Integer, ShardGauges> shards = new HashMap<>();
  private Map<String, Long> byCause = Map.of();
  private Map<ParkedBecause, Long> byConstraint = Map.of();

  /**
   * Replaces the values of one shard.
   *
   * @param counts those of {@code rows}
   */
  void publish(int shard, ParkedRows rows, ParkedCounts counts) {
    if (rows.isEmpty()) {
      if (shards.remove(shard) != null) {
        addUp();
      }
      return;
    }
    Map<String, Long> causes = new HashMap<>();
    LongSummaryStatistics since = new LongSummaryStatistics();
    for (ParkedChanges parkedChanges : rows.all()) {
      causes.merge(parkedChanges.reason(), 1L, Long::sum);
      since.accept(parkedChanges.since());
    }
    SpillSummary spill = rows.spill();
    if (!spill.isEmpty()) {
      causes.put("spilled", spill.rows());
      since.accept(spill.since());
    }
    shards.put(shard, new ShardGauges(causes, counts.byConstraint(), since.getMin()));
    addUp();
  }

  private void addUp() {
    Map<String, Long> causes = new HashMap<>();
    Map<ParkedBecause, Long> constraints = new HashMap<>();
    for (ShardGauges one : shards.values()) {
      one.byCause().forEach((cause, n) -> causes.merge(cause, n, Long::sum));
      one.byConstraint().forEach((cause, n) -> constraints.merge(cause, n, Long::sum));
    }
    byCause = causes;
    byConstraint = constraints;
  }

  /** Returns the number of parked keys in memory by table and constraint. */
  Map<ParkedBecause, Long> byConstraint() {
    return byConstraint;
  }

  /**
   * Returns the number of parked keys per SQLState, or per reason where there is none; those that
   * are spilled count as {@code spilled}.
   */
  Map<String, Long> byCause() {
    return byCause;
  }

  /** Returns the number of parked keys. */
  long rows() {
    return byCause.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Returns the time since which the oldest of them is parked, milliseconds since 1970; 0 if none
   * is.
   */
  long since() {
    return shards.values().stream().mapToLong(ShardGauges::since).min().orElse(0);
  }
}
