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
 * Commits frontiers, never below the group's committed offset.
 *
 * <p>The committed offset is read from the broker before the first commit of a partition and again
 * after an hour. Then an unchanged offset is committed again, because a broker deletes the offsets
 * of an inactive group. Not thread-safe.
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
   * Commits those of {@code offsets} that are above the group's; with one request, and one more to
   * read the group's offsets where they are unknown.
   *
   * @return the number of committed offsets
   * @throws UnavailableException if the broker does not answer; a retry may succeed
   */
  int commit(Map<TopicPartition, Long> offsets) throws UnavailableException {
    Instant now = clock.instant();
    read(offsets.keySet(), now);
    Map<TopicPartition, Long> toCommit = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          CommittedOffset last = known.get(partition);
          if (last == null || offset > last.offset || (offset == last.offset && last.renewal)) {
            toCommit.put(partition, offset);
          }
        });
    AtomicInteger committed = new AtomicInteger();
    if (!toCommit.isEmpty()) {
      group.commit(
          toCommit,
          partition -> {
            committed.incrementAndGet();
            known.computeIfPresent(
                partition,
                (same, last) ->
                    new CommittedOffset(
                        toCommit.getOrDefault(partition, last.offset), last.readAt, false));
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
   * The group's committed offset of a partition.
   *
   * @param renewal true if an equal offset is to be committed once more, so that it does not expire
   */
  private record CommittedOffset(long offset, Instant readAt, boolean renewal) {}
}
