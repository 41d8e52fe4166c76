package io.portage.upsert.parking;

import io.portage.model.RowKey;
import java.util.BitSet;

/**
 * The summary of the spilled rows of one shard. The rows themselves are in {@link SpilledRows
 * chunks}.
 *
 * @param rows the number of rows
 * @param since the time of the first rejection of the oldest one, milliseconds since 1970
 * @param nextAt the time of the next attempt, milliseconds since 1970
 * @param attempts the number of attempts since one of them last succeeded
 * @param nextChunk the number of the next chunk
 * @param marks the hashes of the rows' keys, a Bloom filter with one hash; must not be changed
 */
public record SpillSummary(
    long rows, long since, long nextAt, int attempts, long nextChunk, BitSet marks) {
  private static final int MARKS = 8_192;

  public static final SpillSummary NONE = new SpillSummary(0, 0, 0, 0, 0, new BitSet());

  public boolean isEmpty() {
    return rows == 0;
  }

  /** True if a row of this key may be spilled; false if certainly none is. */
  boolean mayHold(RowKey key) {
    return rows > 0 && marks.get(mark(key));
  }

  /** Returns this with one more row, rejected at {@code now}. */
  SpillSummary plus(ParkedChanges parkedChanges, long now) {
    BitSet more = (BitSet) marks.clone();
    more.set(mark(parkedChanges.key()));
    return isEmpty()
        ? new SpillSummary(
            1,
            parkedChanges.since(),
            now + ParkedChanges.pause(1),
            Math.max(1, attempts),
            nextChunk,
            more)
        : new SpillSummary(
            rows + 1, Math.min(since, parkedChanges.since()), nextAt, attempts, nextChunk, more);
  }

  /** Returns this with one more chunk. */
  SpillSummary packed() {
    return new SpillSummary(rows, since, nextAt, attempts, nextChunk + 1, marks);
  }

  /** Returns the summary after all rows were loaded. */
  SpillSummary taken() {
    return new SpillSummary(0, 0, 0, attempts, nextChunk, new BitSet());
  }

  /**
   * Returns the summary after an attempt at {@code before} rows at {@code now}; {@link #rows} of
   * them were spilled again.
   */
  SpillSummary tried(long before, long now) {
    if (isEmpty()) {
      return NONE;
    }
    int tries = rows < before ? 1 : attempts + 1;
    return new SpillSummary(rows, since, now + ParkedChanges.pause(tries), tries, nextChunk, marks);
  }

  private static int mark(RowKey key) {
    return (int) Long.remainderUnsigned(key.stableHash(), MARKS);
  }
}
