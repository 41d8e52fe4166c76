package io.portage.model;

/**
 * How keys are spread: every key belongs to one of {@value #COUNT} stripes, and a shard is a set of
 * stripes.
 *
 * <p>Both are functions of the key alone, the same in every process and release; not of the table,
 * which two jobs may name differently. More shards than stripes are of no use: the rest stays
 * empty.
 */
public final class Stripes {
  /** How many stripes there are; a constant, because several processes lock by it. */
  public static final int COUNT = 256;

  private Stripes() {}

  /** The stripe of a row, 0 to 255. */
  public static int of(RowKey key) {
    return (int) key.keyHash() & (COUNT - 1);
  }

  /** The stripe of the row that {@code change} is about, 0 to 255. */
  public static int of(Change change) {
    return of(RowKey.of(change));
  }

  /**
   * The shard that a stripe belongs to, 0 to {@code shards - 1}.
   *
   * @param shards how many there are, at least 1
   */
  public static int shardOf(int stripe, int shards) {
    return stripe % shards;
  }
}
