package io.portage.deadletter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces the dead letters of each id to one: the last appended one, with the greatest number of
 * attempts of all (a job that starts again from older offsets writes a dead letter as if it were
 * the first), and with the time of the first failure.
 *
 * @param <T> the part of a dead letter that is kept
 */
final class DeadLetterDeduplicator<T> {
  /** The current state of an id. */
  record LatestEntry<T>(long time, int attempts, long firstFailedAt, T value) {}

  private final Map<String, LatestEntry<T>> byId = new LinkedHashMap<>();

  /** Adds a dead letter and keeps {@code value} for it. Of equal times the one added later wins. */
  void add(StoredDeadLetter deadLetter, T value) {
    LatestEntry<T> next =
        new LatestEntry<>(
            deadLetter.time(),
            deadLetter.deadLetter().attempts(),
            deadLetter.deadLetter().failedAt(),
            value);
    byId.merge(deadLetter.id(), next, DeadLetterDeduplicator::later);
  }

  private static <T> LatestEntry<T> later(LatestEntry<T> old, LatestEntry<T> next) {
    LatestEntry<T> last = next.time() >= old.time() ? next : old;
    return new LatestEntry<>(
        last.time(),
        Math.max(old.attempts(), next.attempts()),
        Math.min(old.firstFailedAt(), next.firstFailedAt()),
        last.value());
  }

  /** Returns true if a dead letter of this id was added. */
  boolean contains(String id) {
    return byId.containsKey(id);
  }

  /** The number of ids. */
  int size() {
    return byId.size();
  }

  /** The current states, in the order in which ids first occurred. */
  List<LatestEntry<T>> latest() {
    return new ArrayList<>(byId.values());
  }
}
