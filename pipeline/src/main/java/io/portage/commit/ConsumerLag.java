package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records the logs hold at and above the frontiers: what has no durable outcome yet. The
 * ends are asked for now and then, so it may be a little too small.
 *
 * <p>One thread may look while others ask for totals.
 */
final class ConsumerLag {
  static final Duration EVERY = Duration.ofSeconds(5);

  private final GroupOffsets group;
  private final Clock clock;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private Instant askedAt = Instant.EPOCH;

  ConsumerLag(GroupOffsets group, Clock clock) {
    this.group = group;
    this.clock = clock;
  }

  /** Asks where the logs of these partitions end, if one is new or it is time. */
  void refresh(Collection<TopicPartition> partitions) throws UnavailableException {
    Instant now = clock.instant();
    if (!ends.keySet().containsAll(partitions) || !now.isBefore(askedAt.plus(EVERY))) {
      group.ends(partitions, ends::put);
      askedAt = now;
    }
  }

  /** Records of those partitions that were looked at; {@code frontiers} has their frontiers. */
  long total(Map<TopicPartition, Long> frontiers) {
    return frontiers.entrySet().stream()
        .mapToLong(
            reached -> Math.max(0, ends.getOrDefault(reached.getKey(), 0L) - reached.getValue()))
        .sum();
  }
}
