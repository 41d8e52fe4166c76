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
 * The number of records in the logs at and above the frontiers: those without a durable outcome.
 * The end offsets are refreshed every {@link #EVERY}, so the result may be too small by the records
 * since then.
 *
 * <p>One thread may refresh while others read totals.
 */
final class ConsumerLag {
  static final Duration EVERY = Duration.ofSeconds(5);

  private final GroupOffsets group;
  private final Clock clock;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private Instant refreshedAt = Instant.EPOCH;

  ConsumerLag(GroupOffsets group, Clock clock) {
    this.group = group;
    this.clock = clock;
  }

  /** Reads the end offsets of these partitions, if one is new or the interval has passed. */
  void refresh(Collection<TopicPartition> partitions) throws UnavailableException {
    Instant now = clock.instant();
    if (!ends.keySet().containsAll(partitions) || !now.isBefore(refreshedAt.plus(EVERY))) {
      group.ends(partitions, ends::put);
      refreshedAt = now;
    }
  }

  /**
   * Returns the lag of the partitions in {@code frontiers}; partitions without a known end offset
   * count 0.
   */
  long total(Map<TopicPartition, Long> frontiers) {
    return frontiers.entrySet().stream()
        .mapToLong(
            frontier -> Math.max(0, ends.getOrDefault(frontier.getKey(), 0L) - frontier.getValue()))
        .sum();
  }
}
