package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

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
  private final Map<TopicPartition, CommittedOffset> known = new HashMap<>();

  Committer(GroupOffsets group, Clock clock) {
    this.group = group;
    this.clock = clock;
  }

  /**
   * Commits those of {@code offsets} that the group does not have, nor higher ones; with one
   * request, and one more for what the group has where that is not known.
   *
   * @return how many were committed
   * @throws UnavailableException when the broker cannot be reached; try again later
   */
  int commit(Map<TopicPartition, Long> offsets) throws UnavailableException {
    Instant now = clock.instant();
    read(offsets.keySet(), now);
    Map<TopicPartition, Long> due = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          CommittedOffset last = known.get(partition);
          if (offset > last.offset || (offset == last.offset && last.renewal)) {
            due.put(partition, offset);
          }
        });
    AtomicInteger committed = new AtomicInteger();
    if (!due.isEmpty()) {
      group.commit(
          due,
          partition -> {
            committed.incrementAndGet();
            CommittedOffset last = known.get(partition);
            known.put(partition, new CommittedOffset(due.get(partition), last.readAt, false));
          });
    }
    return committed.get();
  }

  private void read(Set<TopicPartition> partitions, Instant now) throws UnavailableException {
    Set<TopicPartition> unknown = new HashSet<>();
    for (TopicPartition partition : partitions) {
      CommittedOffset last = known.get(partition);
      if (last == null || !now.isBefore(last.readAt.plus(RENEWAL))) {
        unknown.add(partition);
      }
    }
    if (!unknown.isEmpty()) {
      Map<TopicPartition, Long> found = group.committed(unknown);
      unknown.forEach(
          partition ->
              known.put(
                  partition, new CommittedOffset(found.getOrDefault(partition, -1L), now, true)));
    }
  }

  /**
   * What the group has.
   *
   * @param renewal whether an equal offset is still to be committed again, so that it does not
   *     expire
   */
  private record CommittedOffset(long offset, Instant readAt, boolean renewal) {}
}
