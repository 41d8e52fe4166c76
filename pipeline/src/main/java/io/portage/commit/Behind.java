package io.portage.commit;

import io.portage.commit.GroupOffsets.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many records the logs hold at and above the frontiers: what has no durable outcome yet. The
 * ends are asked for now and then, so it may be a little too small. Not thread-safe.
 */
final class Behind {
  static final Duration EVERY = Duration.ofSeconds(5);

  private record Seen(long end, Instant at, long records) {}

  private final GroupOffsets group;
  private final Clock clock;
  private final Map<String, Seen> seen = new HashMap<>();

  Behind(GroupOffsets group, Clock clock) {
    this.group = group;
    this.clock = clock;
  }

  /** The frontier of a partition is here now. */
  void look(String topic, int partition, long frontier) throws UnavailableException {
    String key = topic + "-" + partition;
    Seen last = seen.get(key);
    Instant now = clock.instant();
    boolean fresh = last == null || !now.isBefore(last.at().plus(EVERY));
    long end = fresh ? group.end(topic, partition) : last.end();
    seen.put(key, new Seen(end, fresh ? now : last.at(), Math.max(0, end - frontier)));
  }

  /** Records of all partitions that were looked at. */
  long total() {
    return seen.values().stream().mapToLong(Seen::records).sum();
  }
}
