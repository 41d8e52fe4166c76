package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Version;
import java.util.List;
import java.util.Map;

/**
 * What one transaction did.
 *
 * @param counts of the changes that are done
 * @param missing partial changes that found no row to complete them; nothing was written for them
 * @param stale changes whose row, or tombstone, has a newer version; they are in the tally
 * @param suppressed changes that the database neither wrote nor refused, and that nothing newer
 *     stands against: a trigger has returned no row for them
 * @param outOfOrder those of the stale ones that are rows of a snapshot which the source told
 *     behind what stands there, with the target's version
 * @param occupiedKeys how many rows that a key change brought have replaced another row, which
 *     nothing had taken from that key
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

  /** The same with so many more of {@link #occupiedKeys}. */
  TransactionResult plusNotFree(int more) {
    return new TransactionResult(
        counts, missing, stale, suppressed, outOfOrder, occupiedKeys + more);
  }
}
