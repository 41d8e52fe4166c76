package io.portage.read;

import io.portage.model.event.Format;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The event times of the partitions of one slot. The slot's watermark is the lowest of theirs;
 * without a partition it follows the clock. A new partition begins at the slot's watermark, which
 * raises the timestamps of its older changes and makes none of them late. Thread-safe.
 */
final class SlotWatermark {
  private final LongFunction<PartitionWatermark> factory;
  private final PartitionWatermark empty;
  private final Map<TopicPartition, PartitionWatermark> partitions = new HashMap<>();
  private long last;

  /**
   * The watermark of a slot without partitions.
   *
   * @param factory returns the watermark of a partition that begins at a watermark
   * @param restored the watermark to begin at
   */
  SlotWatermark(LongFunction<PartitionWatermark> factory, long restored) {
    this.factory = factory;
    this.empty = factory.apply(WatermarkOrigin.CLOCK.encode(restored));
    this.last = restored;
    empty.markIdle();
  }

  /** Does the same as {@link PartitionWatermark#assignTimestamp(List, Format, String)}. */
  synchronized long assignTimestamp(
      TopicPartition partition, List<TrackedRecord> entries, Format format) {
    return partitions
        .computeIfAbsent(
            partition, added -> factory.apply(WatermarkOrigin.CLOCK.encode(watermark())))
        .assignTimestamp(entries, format, partition.topic());
  }

  /** Returns the current watermark, which never goes back. */
  synchronized long watermark() {
    long lowest =
        partitions.values().stream()
            .mapToLong(PartitionWatermark::watermark)
            .min()
            .orElseGet(empty::watermark);
    last = Math.max(last, lowest);
    return last;
  }

  /** Returns true if a reader restored at {@code watermark} continues this slot. */
  synchronized boolean resumesFrom(long watermark) {
    return last == watermark;
  }

  /** Resumes polling; the time since the last poll may be a pause. */
  synchronized void resume() {
    empty.resume();
    partitions.values().forEach(PartitionWatermark::resume);
  }
}
