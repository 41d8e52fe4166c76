package io.portage.read;

import io.portage.model.Format;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/** Puts {@link PartitionTime} where KafkaIO asks for timestamps and watermarks. */
final class ChangeTimePolicy extends TimestampPolicy<byte[], Pack> {
  private final PartitionTime time;
  private final Format format;

  private ChangeTimePolicy(PartitionTime time, Format format) {
    this.time = time;
    this.format = format;
  }

  /** Stamps each record of the pack, and gives the pack the earliest of their timestamps. */
  @Override
  public Instant getTimestampForRecord(PartitionContext context, KafkaRecord<byte[], Pack> record) {
    List<Entry> entries = record.getKV().getValue().entries();
    return Instant.ofEpochMilli(time.stamp(entries, format, record.getTopic()));
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return Instant.ofEpochMilli(time.watermark());
  }

  /** Makes one policy per partition and reader. */
  static final class Factory implements TimestampPolicyFactory<byte[], Pack> {
    private static final long serialVersionUID = 1;

    private final ReadPlan plan;

    Factory(ReadPlan plan) {
      this.plan = plan;
    }

    @Override
    public TimestampPolicy<byte[], Pack> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      CurrentRead current = plan.current();
      long restored = previousWatermark.map(Instant::getMillis).orElse(PartitionTime.BEGINNING);
      if (restored >= PartitionTime.END && !current.settings().isBounded()) {
        restored = PartitionTime.BEGINNING; // a bounded run's state, taken up by one that follows
      }
      PartitionTime time = current.time(partition, restored);
      if (!new Presence(plan, current).isThere(partition)) {
        time.absent();
      }
      return new ChangeTimePolicy(time, current.settings().format());
    }
  }
}
