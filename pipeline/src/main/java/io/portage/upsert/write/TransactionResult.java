package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Version;
import io.portage.sink.WriteCounts;
import java.util.List;
import java.util.Map;

/**
 * The result of one transaction.
 *
 * @param counts the guard results of the changes, without the missing and the suppressed ones
 * @param missing partial rows that no row in the target completes; nothing was written for them
 * @param stale changes whose row or tombstone has a newer version; they are included in the counts
 * @param suppressed changes that the database neither wrote nor rejected, although the target has
 *     nothing newer: a trigger returned no row for them
 * @param outOfOrder the stale changes that are snapshot rows and follow the target's change in the
 *     same partition, with the target's version
 * @param occupiedKeys the number of rows of key changes that replaced another row at their new key,
 *     which no change had removed
 */
record TransactionResult(
    WriteCounts counts,
    List<Change> missing,
    List<Change> stale,
    List<Change> suppressed,
    Map<Change, Version> outOfOrder,
    int occupiedKeys) {
  TransactionResult(WriteCounts counts, List<Change> missing, List<Change> stale) {
    this(counts, missing, stale, List.of(), Map.of(), 0);
  }

  /** Returns this with {@code more} added to {@link #occupiedKeys}. */
  TransactionResult plusOccupiedKeys(int more) {
    return new TransactionResult(
        counts, missing, stale, suppressed, outOfOrder, occupiedKeys + more);
  }
}
