package io.portage.read;

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
  private final PartitionWatermark time;
  private final Format format;

  private EventTimePolicy(PartitionWatermark time, Format format) {
    this.time = time;
    this.format = format;
  }

  /**
   * Sets the timestamp of each record of the chunk; returns the earliest as the chunk's timestamp.
   */
  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], RecordChunk> record) {
    List<TrackedRecord> entries = record.getKV().getValue().entries();
    return Instant.ofEpochMilli(time.assignTimestamp(entries, format, record.getTopic()));
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return Instant.ofEpochMilli(time.watermark());
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
      PartitionWatermark time = current.watermarkOf(partition, restored);
      if (!new PartitionAvailability(plan, current).exists(partition)) {
        time.markIdle();
      }
      return new EventTimePolicy(time, current.settings().format());
    }
  }
}
