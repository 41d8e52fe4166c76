package io.portage.read;

import io.portage.model.Decoded;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/** Puts {@link PartitionTime} where KafkaIO asks for timestamps and watermarks. */
final class ChangeTimePolicy extends TimestampPolicy<byte[], Payload> {
  private final PartitionTime time;

  private ChangeTimePolicy(PartitionTime time) {
    this.time = time;
  }

  /** Stamps each record of the pack, and gives the pack the earliest of their timestamps. */
  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], Payload> record) {
    long earliest = PartitionTime.LAST;
    for (Entry entry : record.getKV().getValue().entries()) {
      earliest = Math.min(earliest, stamp(entry));
    }
    return Instant.ofEpochMilli(earliest);
  }

  private long stamp(Entry entry) {
    if (entry.isEnd()) {
      if (time.hasEnded()) {
        entry.repeat();
      }
      long last = time.stamp(null);
      entry.stamp(last, 0);
      time.end();
      return last;
    }
    Decoded decoded = entry.decoded();
    long timestamp = time.stamp(decoded == null ? null : decoded.changeTime());
    entry.stamp(timestamp, time.lateness());
    return timestamp;
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return Instant.ofEpochMilli(time.watermark());
  }

  /** Makes one policy per partition and reader. */
  static final class Factory implements TimestampPolicyFactory<byte[], Payload> {
    private static final long serialVersionUID = 1;

    private final ReadPlan plan;

    Factory(ReadPlan plan) {
      this.plan = plan;
    }

    @Override
    public TimestampPolicy<byte[], Payload> createTimestampPolicy(
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
      return new ChangeTimePolicy(time);
    }
  }
}
