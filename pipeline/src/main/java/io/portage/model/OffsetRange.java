package io.portage.model;

/**
 * A stretch of one partition: the offsets from {@code from} (inclusive) to {@code to} (exclusive).
 *
 * <p>A record covers the stretch from the end of its predecessor to itself, so gaps (transaction
 * markers, compacted records) belong to the record behind them.
 *
 * @param topic the topic
 * @param partition the partition
 * @param from first offset covered
 * @param to first offset not covered, above {@code from}
 * @param part which half of the records is covered; {@link ChangePart#WHOLE} unless a key change
 *     was split
 */
public record OffsetRange(String topic, int partition, long from, long to, ChangePart part)
    implements Comparable<OffsetRange> {
  /** Checks that the stretch is not empty. */
  public OffsetRange {
    if (from >= to) {
      throw new IllegalArgumentException("empty interval " + from + ".." + to);
    }
  }

  /** Whether {@code next}, which does not begin before this, begins within it or at its end. */
  public boolean touches(OffsetRange next) {
    return to >= next.from && part == next.part && isOfSamePartition(next);
  }

  /** Whether {@code other} is a stretch of the same partition. */
  public boolean isOfSamePartition(OffsetRange other) {
    return partition == other.partition && topic.equals(other.topic);
  }

  @Override
  public int compareTo(OffsetRange other) {
    // Nearly always one topic: to tell that two are the same is cheaper than to order them.
    int order = topic.equals(other.topic) ? 0 : topic.compareTo(other.topic);
    if (order == 0) {
      order = Integer.compare(partition, other.partition);
    }
    if (order == 0) {
      order = Long.compare(from, other.from);
    }
    if (order == 0) {
      order = Long.compare(to, other.to);
    }
    return order == 0 ? part.compareTo(other.part) : order;
  }
}
