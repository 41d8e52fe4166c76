package io.portage.launcher.bench;

import java.util.Arrays;

/**
 * How long something took, in milliseconds: each percentile is a value that was measured (the
 * nearest rank).
 *
 * @param count how many were measured
 * @param p50 the median
 * @param p95 95 of 100 took no longer
 * @param p99 99 of 100 took no longer
 * @param max the longest
 */
public record Percentiles(int count, long p50, long p95, long p99, long max) {
  /**
   * Of these values, in any order.
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
