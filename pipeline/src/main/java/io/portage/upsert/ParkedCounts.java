package io.portage.upsert;

import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/**
 * The parked keys of a shard at one moment.
 *
 * @param keys their number
 * @param byConstraint the number of those in memory by their table and what they wait for; spilled
 *     ones are not read for this
 */
record ParkedCounts(long keys, Map<ParkedBecause, Long> byConstraint) {
  static final ParkedCounts NONE = new ParkedCounts(0, Map.of());

  /**
   * The cause of parked keys.
   *
   * @param table their table
   * @param constraint the constraint that the database names, which may be another table's; else
   *     the SQLState or the reason
   */
  record ParkedBecause(String table, String constraint) {}

  /** Counts the parked keys. */
  static ParkedCounts of(ParkedRows rows) {
    if (rows.isEmpty()) {
      return NONE;
    }
    Map<ParkedBecause, Long> counts = new HashMap<>();
    for (ParkedChanges parked : rows.all()) {
      counts.merge(
          new ParkedBecause(parked.key().table(), parked.constraintOrReason()), 1L, Long::sum);
    }
    return new ParkedCounts(rows.size(), counts);
  }

  /** Visits the causes whose number differs from {@code before}, with the difference. */
  void changesSince(ParkedCounts before, ObjLongConsumer<ParkedBecause> visitor) {
    Set<ParkedBecause> all = new HashSet<>(byConstraint.keySet());
    all.addAll(before.byConstraint.keySet());
    for (ParkedBecause one : all) {
      long change = byConstraint.getOrDefault(one, 0L) - before.byConstraint.getOrDefault(one, 0L);
      if (change != 0) {
        visitor.accept(one, change);
      }
    }
  }
}
