package io.portage.launcher.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The rate of a growing count over the last ten seconds. Not thread-safe. */
final class RateMeter {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private record CountAt(long nanos, long count) {}

  private final Deque<CountAt> counts = new ArrayDeque<>();

  /**
   * Adds the count at a time.
   *
   * @param nanos the time in nanoseconds since any origin; not before that of the last call
   * @return the growth per second since the newest count that is ten seconds old, or the oldest
   *     count; null at the first count and when the count has fallen
   */
  @Nullable Double add(long nanos, long count) {
    CountAt last = counts.peekLast();
    if (last != null && count < last.count()) {
      counts.clear();
    }
    counts.addLast(new CountAt(nanos, count));
    CountAt first = counts.removeFirst();
    CountAt second = counts.peekFirst();
    while (second != null && nanos - second.nanos() >= WINDOW_NANOS) {
      first = second;
      counts.removeFirst();
      second = counts.peekFirst();
    }
    counts.addFirst(first);
    long elapsed = nanos - first.nanos();
    return elapsed <= 0 ? null : (Double) ((count - first.count()) * 1e9 / elapsed);
  }
}
