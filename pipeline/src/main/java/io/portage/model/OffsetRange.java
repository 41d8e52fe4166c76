package io.portage.model;

/**
 * A range of offsets of one partition: from {@code from} (inclusive) to {@code to} (exclusive).
 *
 * <p>A record covers the range from the end of its predecessor to its own offset. Gaps (transaction
 * markers, compacted records) therefore belong to the record after them.
 *
 * @param topic the topic
 * @param partition the partition
 * @param from the first covered offset
 * @param to the first offset that is not covered, above {@code from}
 * @param part the covered part of the records; {@link ChangePart#WHOLE} unless a record has several
 *     rows or a key change was split
 */
public record OffsetRange(String topic, int partition, long from, long to, ChangePart part)
    implements Comparable<OffsetRange> {
  /** Checks that the range is not empty. */
  public OffsetRange {
    if (from >= to) {
      throw new IllegalArgumentException("empty offset range " + from + ".." + to);
    }
  }

  /**
   * Returns true if {@code next} has the same partition and part and begins within this range or at
   * its end. {@code next} must not begin before this range.
   */
  public boolean touches(OffsetRange next) {
    return to >= next.from && part.equals(next.part) && isOfSamePartition(next);
  }

  /** Returns true if {@code other} is a range of the same partition. */
  public boolean isOfSamePartition(OffsetRange other) {
    return partition == other.partition && topic.equals(other.topic);
  }

  @Override
  public int compareTo(OffsetRange other) {
    // Nearly always both have one topic, and a check for equality is cheaper than a comparison.
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
