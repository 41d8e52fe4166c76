package io.portage.upsert.write;

/**
 * How many rows one transaction writes at most, by what the database was able to do of late: half
 * of what has overloaded it again and again, and bit by bit more while that goes well.
 *
 * <p>One row cannot be halved, see {@link SlowRows}. Not thread-safe.
 */
final class AdaptiveBatchSize {
  /** How often a transaction may overload the database before it is halved. */
  static final int ATTEMPTS = 5;

  private static final int WITHOUT_LIMIT = Integer.MAX_VALUE;

  private int rows = WITHOUT_LIMIT;

  /** The most rows. */
  int rows() {
    return rows;
  }

  /** So many rows have overloaded the database; {@code size} is above 1. */
  void exceeded(int size) {
    rows = Math.max(1, size / 2);
  }

  /** So many rows were written in one transaction; only one that was as large as allowed counts. */
  void written(int size) {
    if (rows != WITHOUT_LIMIT && size > rows / 2) {
      rows += Math.max(1, rows / 8);
    }
  }
}
