package io.portage.read;

import io.portage.kafka.SourcePartitions;
import io.portage.model.event.Format;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/** Connects {@link PartitionWatermark} to KafkaIO's timestamp policy. */
final class EventTimePolicy extends TimestampPolicy<byte[], RecordChunk> {
  /** Event time, of a partition or a slot. */
  private interface EventTimes {
    long assignTimestamp(TopicPartition partition, List<TrackedRecord> entries);

    long watermark();
  }

  private final EventTimes times;

  private EventTimePolicy(EventTimes times) {
    this.times = times;
  }

  private static EventTimePolicy of(PartitionWatermark time, Format format) {
    return new EventTimePolicy(
        new EventTimes() {
          @Override
          public long assignTimestamp(TopicPartition partition, List<TrackedRecord> entries) {
            return time.assignTimestamp(entries, format, partition.topic());
          }

          @Override
          public long watermark() {
            return time.watermark();
          }
        });
  }

  private static EventTimePolicy of(SlotWatermark time, Format format) {
    return new EventTimePolicy(
        new EventTimes() {
          @Override
          public long assignTimestamp(TopicPartition partition, List<TrackedRecord> entries) {
            return time.assignTimestamp(partition, entries, format);
          }

          @Override
          public long watermark() {
            return time.watermark();
          }
        });
  }

  /**
   * Sets the timestamp of each record of the chunk; returns the earliest as the chunk's timestamp.
   */
  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], RecordChunk> record) {
    List<TrackedRecord> entries = record.getKV().getValue().entries();
    TopicPartition partition = new TopicPartition(record.getTopic(), record.getPartition());
    return Instant.ofEpochMilli(times.assignTimestamp(partition, entries));
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return Instant.ofEpochMilli(times.watermark());
  }

  /** Makes one policy per partition and reader. */
  static final class EventTimePolicyFactory implements TimestampPolicyFactory<byte[], RecordChunk> {
    private static final long serialVersionUID = 1;

    private final SerializableReadSpec plan;

    EventTimePolicyFactory(SerializableReadSpec plan) {
      this.plan = plan;
    }

    @Override
    public TimestampPolicy<byte[], RecordChunk> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      ReadContext current = plan.context();
      long restored =
          previousWatermark.map(Instant::getMillis).orElse(PartitionWatermark.BEGINNING);
      if (restored >= PartitionWatermark.END && !current.settings().isBounded()) {
        // The state of a bounded run, restored by an unbounded one.
        restored = PartitionWatermark.BEGINNING;
      }
      Format format = current.settings().format();
      if (SourcePartitions.isSlot(partition)) {
        return of(current.slotWatermarkOf(partition, restored), format);
      }
      PartitionWatermark time = current.watermarkOf(partition, restored);
      if (!new PartitionAvailability(plan, current).exists(partition)) {
        time.markIdle();
      }
      return of(time, format);
    }
  }
}
