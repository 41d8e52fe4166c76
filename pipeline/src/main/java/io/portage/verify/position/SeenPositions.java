package io.portage.verify.position;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Earlier positions of PostgreSQL's log, each with the newest transaction that was open when it was
 * read. From these follows which position lies below every transaction that a snapshot does not
 * contain. Not thread-safe.
 *
 * <p>A transaction that stays open for long does not stop that position for good: until it ends,
 * the positions from before its beginning are used.
 */
final class SeenPositions {
  private static final int MOST = 256;

  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param lsn the position
   * @param newestOpen the greatest id among the transactions that were open afterwards; 0 if none
   *     was open
   */
  private record Entry(long lsn, long newestOpen) {}

  /**
   * Adds a position.
   *
   * @param lsn a position that was read before {@code newestOpen}
   * @param newestOpen the greatest id among the transactions that were open then; 0 if none was
   */
  void add(long lsn, long newestOpen) {
    entries.add(new Entry(lsn, newestOpen));
    if (entries.size() > MOST) {
      entries.remove(MOST / 2); // a gap makes later answers lower, never wrong
    }
  }

  /**
   * Returns the greatest position whose open transactions had all ended when a snapshot was taken;
   * null if there is none. Forgets the lower ones.
   *
   * @param oldestOpen the snapshot's xmin: every transaction with a lower id had ended
   */
  @Nullable Long seenBy(long oldestOpen) {
    int best = -1;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).newestOpen() < oldestOpen
          && (best < 0
              || Long.compareUnsigned(entries.get(best).lsn(), entries.get(i).lsn()) <= 0)) {
        best = i;
      }
    }
    if (best < 0) {
      return null;
    }
    Entry found = entries.get(best);
    entries.removeIf(entry -> Long.compareUnsigned(entry.lsn(), found.lsn()) < 0);
    return found.lsn();
  }
}
