package io.portage.metrics;

/**
 * A distribution of values over buckets with upper bounds, with its count and sum. A negative value
 * counts as 0. Not thread-safe.
 */
public final class Buckets {
  private final long[] bounds;
  private final long[] counts;
  private long count;
  private long sum;

  /** An empty distribution; {@code bounds} must ascend. */
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

  /** Returns the number of values at or below the bound with this index. */
  public long atMost(int at) {
    long below = 0;
    for (int i = 0; i <= at; i++) {
      below += counts[i];
    }
    return below;
  }

  /** Returns the number of values. */
  public long count() {
    return count;
  }

  /** Returns the sum of the values. */
  public long sum() {
    return sum;
  }
}
