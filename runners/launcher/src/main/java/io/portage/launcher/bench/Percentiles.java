package io.portage.launcher.bench;

import java.util.Arrays;

/**
 * Percentiles of durations, in milliseconds: each one is a measured value (nearest rank).
 *
 * @param count the number of values
 * @param p50 the median
 * @param p95 95 of 100 values are not greater
 * @param p99 99 of 100 values are not greater
 * @param max the greatest value
 */
public record Percentiles(int count, long p50, long p95, long p99, long max) {
  /**
   * Returns the percentiles of these values, in any order.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static Percentiles of(long[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("percentiles need at least one value");
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(
        sorted.length, at(sorted, 50), at(sorted, 95), at(sorted, 99), sorted[sorted.length - 1]);
  }

  private static long at(long[] sorted, int percent) {
    return sorted[(int) (((long) sorted.length * percent + 99) / 100) - 1];
  }
}
