package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Commits frontiers, never below what the group has.
 *
 * <p>The broker's offset is read before the first commit of a partition, and again after an hour.
 * Then what stands there is committed anew: a broker forgets the offsets of a group in which
 * nothing moves. Not thread-safe.
 */
final class Committer {
  static final Duration RENEWAL = Duration.ofHours(1);

  private final GroupOffsets group;
  private final Clock clock;
  private final Map<String, Known> known = new HashMap<>();

  Committer(GroupOffsets group, Clock clock) {
    this.group = group;
    this.clock = clock;
  }

  /**
   * Commits {@code offset} unless the group has it, or a higher one.
   *
   * @return whether something was committed
   * @throws UnavailableException when the broker cannot be reached; try again later
   */
  boolean commit(String topic, int partition, long offset) throws UnavailableException {
    String key = topic + "-" + partition;
    Instant now = clock.instant();
    Known last = known.get(key);
    boolean fresh = last == null || !now.isBefore(last.readAt.plus(RENEWAL));
    if (fresh) {
      OptionalLong committed = group.committed(topic, partition);
      last = new Known(committed.orElse(-1), now);
      known.put(key, last);
    }
    // Equal is committed again after a fresh look only, so that it does not expire.
    if (offset < last.offset || (offset == last.offset && !fresh)) {
      return false;
    }
    group.commit(topic, partition, offset);
    known.put(key, new Known(offset, last.readAt));
    return true;
  }

  private record Known(long offset, Instant readAt) {}
}
