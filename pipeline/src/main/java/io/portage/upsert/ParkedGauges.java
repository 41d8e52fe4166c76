package io.portage.upsert;

import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.SpillSummary;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * What waits in the shards that one instance of the step has met, and why. After a restart it knows
 * a shard's rows when they are tried next, seconds later. Not thread-safe.
 */
final class ParkedGauges {
  private record ShardGauges(Map<String, Long> byWhy, long since) {}

  private final Map<Integer, ShardGauges> shards = new HashMap<>();
  private Map<String, Long> byWhy = Map.of();

  /** These rows wait in the shard now. */
  void publish(int shard, ParkedRows rows) {
    if (rows.isEmpty()) {
      if (shards.remove(shard) != null) {
        addUp();
      }
      return;
    }
    Map<String, Long> whys = new HashMap<>();
    LongSummaryStatistics since = new LongSummaryStatistics();
    for (ParkedChanges parkedChanges : rows.all()) {
      whys.merge(parkedChanges.reason(), 1L, Long::sum);
      since.accept(parkedChanges.since());
    }
    SpillSummary spill = rows.spill();
    if (!spill.isEmpty()) {
      whys.put("spilled", spill.rows());
      since.accept(spill.since());
    }
    shards.put(shard, new ShardGauges(whys, since.getMin()));
    addUp();
  }

  private void addUp() {
    Map<String, Long> sums = new HashMap<>();
    shards.values().forEach(one -> one.byWhy().forEach((why, n) -> sums.merge(why, n, Long::sum)));
    byWhy = sums;
  }

  /**
   * How many keys wait, by the SQLState or else the reason; {@code spilled} where they are spilled.
   */
  Map<String, Long> byWhy() {
    return byWhy;
  }

  /** How many keys wait. */
  long rows() {
    return byWhy.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Since when the first of them waits, milliseconds since 1970; 0 where none does. */
  long since() {
    return shards.values().stream().mapToLong(ShardGauges::since).min().orElse(0);
  }
}
