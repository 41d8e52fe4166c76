package io.portage.metrics;

import java.util.Arrays;

/**
 * How many values were at or below each of some bounds, and their sum. A negative value counts as
 * 0. Not thread-safe.
 */
public final class Buckets {
  private final long[] bounds;
  private final long[] counts;
  private long count;
  private long sum;

  /** None yet; {@code bounds} ascend. */
  public Buckets(long... bounds) {
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  /** Adds a value. */
  public void add(long value) {
    long counted = Math.max(0, value);
    int at = 0;
    while (at < bounds.length && counted > bounds[at]) {
      at++;
    }
    counts[at]++;
    count++;
    sum += counted;
  }

  /**
   * Adds the values of another.
   *
   * @throws IllegalArgumentException when its bounds are others
   */
  public void add(Buckets other) {
    if (!Arrays.equals(bounds, other.bounds)) {
      throw new IllegalArgumentException("other bounds");
    }
    for (int at = 0; at < counts.length; at++) {
      counts[at] += other.counts[at];
    }
    count += other.count;
    sum += other.sum;
  }

  /** How many values were at or below the bound at this place. */
  public long atMost(int at) {
    long below = 0;
    for (int i = 0; i <= at; i++) {
      below += counts[i];
    }
    return below;
  }

  /** How many values there were. */
  public long count() {
    return count;
  }

  /** Their sum. */
  public long sum() {
    return sum;
  }
}
