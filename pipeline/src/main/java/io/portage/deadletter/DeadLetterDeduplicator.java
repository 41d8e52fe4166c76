package io.portage.deadletter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds what stands under each id into one: what was appended last holds, with the most attempts
 * that any of them tells (a job that begins anew from older offsets writes a letter again as if it
 * were the first), and with the time of the first failure.
 *
 * @param <T> what is kept of a letter
 */
final class DeadLetterDeduplicator<T> {
  /** What holds under an id. */
  record LatestEntry<T>(long time, int attempts, long firstFailedAt, T value) {}

  private final Map<String, LatestEntry<T>> byId = new LinkedHashMap<>();

  /**
   * Adds a letter, of which {@code value} is kept. Of equal times the one that comes later wins.
   */
  void add(StoredDeadLetter letter, T value) {
    LatestEntry<T> next =
        new LatestEntry<>(
            letter.time(), letter.letter().attempts(), letter.letter().failedAt(), value);
    byId.merge(letter.id(), next, DeadLetterDeduplicator::later);
  }

  private static <T> LatestEntry<T> later(LatestEntry<T> old, LatestEntry<T> next) {
    LatestEntry<T> last = next.time() >= old.time() ? next : old;
    return new LatestEntry<>(
        last.time(),
        Math.max(old.attempts(), next.attempts()),
        Math.min(old.firstFailedAt(), next.firstFailedAt()),
        last.value());
  }

  /** What holds, in the order in which ids came first. */
  List<LatestEntry<T>> latest() {
    return new ArrayList<>(byId.values());
  }
}
