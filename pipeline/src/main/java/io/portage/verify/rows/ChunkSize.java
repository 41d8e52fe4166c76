package io.portage.verify.rows;

import java.time.Duration;

/**
 * The number of rows of the next chunk, such that a chunk takes a certain time: it follows the
 * measured time of the last chunk, at most doubling. Not thread-safe.
 */
public final class ChunkSize {
  /** The number of rows of the first chunk. */
  static final int FIRST = 1_000;

  /** The greatest number of rows, which bounds the memory. */
  public static final int MOST = 8_000;

  private static final int LEAST = 50;

  private final long wantedNanos;
  private int rows = FIRST;

  /** Aims at chunks of {@code wanted}. */
  public ChunkSize(Duration wanted) {
    this.wantedNanos = wanted.toNanos();
  }

  /** Returns the number of rows of the next chunk. */
  public int rows() {
    return rows;
  }

  /**
   * Adjusts the size to a chunk that was read.
   *
   * @param read its rows; fewer than requested say nothing about the time of a full one
   * @param nanos the time that it took
   */
  public void measured(int read, long nanos) {
    if (read < rows && nanos <= wantedNanos) {
      return;
    }
    double factor = nanos <= 0 ? 2 : Math.min(2.0, (double) wantedNanos / nanos);
    rows = (int) Math.max(LEAST, Math.min(MOST, Math.max(1, read) * factor));
  }
}
