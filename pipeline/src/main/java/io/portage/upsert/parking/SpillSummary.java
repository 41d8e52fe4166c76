package io.portage.upsert.parking;

import io.portage.model.RowKey;
import java.util.BitSet;

/**
 * What one shard has spilled: rows that wait and have no place among those that are kept at hand.
 * The rows themselves are in {@link SpilledRows chunks}.
 *
 * @param rows how many
 * @param since when the first of them was refused first, milliseconds since 1970
 * @param nextAt when they are to be tried again, milliseconds since 1970
 * @param attempts how often they were tried since one of them last went
 * @param nextChunk the number of the next chunk
 * @param marks tells of a key whether it may be among them; not to be changed
 */
public record SpillSummary(
    long rows, long since, long nextAt, int attempts, long nextChunk, BitSet marks) {
  private static final int MARKS = 8_192;

  public static final SpillSummary NONE = new SpillSummary(0, 0, 0, 0, 0, new BitSet());

  public boolean isEmpty() {
    return rows == 0;
  }

  /** Whether a row of this key may be spilled: false is certain. */
  boolean mayHold(RowKey key) {
    return rows > 0 && marks.get(mark(key));
  }

  /** With one row more, refused at {@code now}. */
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

  /** With one chunk more. */
  SpillSummary packed() {
    return new SpillSummary(rows, since, nextAt, attempts, nextChunk + 1, marks);
  }

  /** All of it is in hand. */
  SpillSummary taken() {
    return new SpillSummary(0, 0, 0, attempts, nextChunk, new BitSet());
  }

  /** What came back of {@code before} rows after an attempt at {@code now}. */
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
