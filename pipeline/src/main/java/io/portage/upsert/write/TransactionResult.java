package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Version;
import java.util.List;
import java.util.Map;

/**
 * What one transaction did.
 *
 * @param tally of the changes that are done
 * @param missing partial changes that found no row to complete them; nothing was written for them
 * @param stale changes whose row, or tombstone, has a newer version; they are in the tally
 * @param suppressed changes that the database neither wrote nor refused, and that nothing newer
 *     stands against: a trigger has returned no row for them
 * @param outOfPlace those of the stale ones that are rows of a snapshot which the source told
 *     behind what stands there, with the target's version
 * @param notFree how many rows that a key change brought have replaced another row, which nothing
 *     had taken from that key
 */
record TransactionResult(
    WriteCounts tally,
    List<Change> missing,
    List<Change> stale,
    List<Change> suppressed,
    Map<Change, Version> outOfPlace,
    int notFree) {
  TransactionResult(WriteCounts tally, List<Change> missing, List<Change> stale) {
    this(tally, missing, stale, List.of(), Map.of(), 0);
  }

  /** The same with so many more of {@link #notFree}. */
  TransactionResult plusNotFree(int more) {
    return new TransactionResult(tally, missing, stale, suppressed, outOfPlace, notFree + more);
  }
}
