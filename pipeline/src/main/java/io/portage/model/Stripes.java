package io.portage.model;

import java.util.BitSet;

/**
 * Distributes keys: every key belongs to one of {@value #COUNT} stripes, and a shard is a set of
 * stripes.
 *
 * <p>Both are functions of the key alone, the same in every process and release. They do not depend
 * on the table, which two jobs may name differently. More shards than stripes are useless: the
 * additional shards stay empty.
 */
public final class Stripes {
  /** The number of stripes; a constant, because several processes lock by it. */
  public static final int COUNT = 256;

  private Stripes() {}

  /** The stripe of a row, 0 to 255. */
  public static int of(RowKey key) {
    return (int) key.keyHash() & (COUNT - 1);
  }

  /** The stripe of the row of {@code change}, 0 to 255. */
  public static int of(Change change) {
    return of(RowKey.of(change));
  }

  /**
   * Returns the stripes of the changes in ascending order; a truncate concerns all of them. A key
   * change also concerns the stripe of its new key, because its row is stored for that key.
   */
  public static int[] allOf(Iterable<Change> changes) {
    BitSet stripes = new BitSet(COUNT);
    for (Change change : changes) {
      if (change.op() == Change.Op.TRUNCATE) {
        stripes.set(0, COUNT);
        break;
      }
      stripes.set(of(change));
      Row movedTo = change.movedTo();
      if (movedTo != null) {
        stripes.set(of(RowKey.of(change.table(), movedTo)));
      }
    }
    return stripes.stream().toArray();
  }

  /**
   * The shard of a row whose table has only some of the shards, 0 to {@code shards - 1}.
   *
   * @param shards the number of shards, at least 1
   * @param perTable the number of shards among which a table's stripes are divided, at least 1 and
   *     at most {@code shards}; with all shards the table does not matter
   */
  public static int shardOf(RowKey key, int shards, int perTable) {
    int stripe = of(key);
    // The hash of a string is defined by Java.
    return perTable == shards
        ? shardOf(stripe, shards)
        : Math.floorMod(key.table().hashCode() * 31 + stripe % perTable, shards);
  }

  /**
   * The shard of a stripe, 0 to {@code shards - 1}.
   *
   * @param shards the number of shards, at least 1
   */
  public static int shardOf(int stripe, int shards) {
    return stripe % shards;
  }
}
