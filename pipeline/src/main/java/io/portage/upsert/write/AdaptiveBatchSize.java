package io.portage.upsert.write;

/**
 * The greatest number of rows of one transaction, adapted to the database: half of a size that
 * overloaded it several times in succession, and an eighth more after each success.
 *
 * <p>A single row cannot be halved, see {@link SlowRows}. Not thread-safe.
 */
final class AdaptiveBatchSize {
  /** The number of times that a transaction may overload the database before it is halved. */
  static final int ATTEMPTS = 5;

  private static final int UNLIMITED = Integer.MAX_VALUE;

  private int rows = UNLIMITED;

  /** Returns the greatest number of rows. */
  int rows() {
    return rows;
  }

  /** Halves the limit after {@code size} rows, more than 1, have overloaded the database. */
  void exceeded(int size) {
    rows = Math.max(1, size / 2);
  }

  /**
   * Raises the limit after {@code size} rows were written in one transaction; a transaction of at
   * most half the limit does not change it.
   */
  void written(int size) {
    if (rows != UNLIMITED && size > rows / 2) {
      rows += Math.max(1, rows / 8);
    }
  }
}
