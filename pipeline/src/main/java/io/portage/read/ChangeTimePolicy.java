package io.portage.read;

import io.portage.config.LatestConfig;
import io.portage.config.SourceConfig;
import io.portage.model.Decoded;
import java.time.Clock;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.joda.time.Instant;

/** Puts {@link PartitionTime} where KafkaIO asks for timestamps and watermarks. */
final class ChangeTimePolicy extends TimestampPolicy<byte[], Payload> {
  private final PartitionTime time;

  private ChangeTimePolicy(PartitionTime time) {
    this.time = time;
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], Payload> record) {
    Headers headers = record.getHeaders();
    Mark mark = headers == null ? null : Marks.mark(headers);
    if (headers != null && mark != null && mark.end()) {
      if (time.hasEnded()) {
        Marks.addRepeated(headers);
      }
      long last = time.stamp(null);
      time.end();
      return Instant.ofEpochMilli(last);
    }
    Decoded decoded = record.getKV().getValue().decoded();
    long timestamp = time.stamp(decoded == null ? null : decoded.changeTime());
    if (headers != null && time.lateness() > 0) {
      Marks.addLateness(headers, time.lateness());
    }
    return Instant.ofEpochMilli(timestamp);
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    return Instant.ofEpochMilli(time.watermark());
  }

  /** Makes one policy per partition and reader. */
  static final class Factory implements TimestampPolicyFactory<byte[], Payload> {
    private static final long serialVersionUID = 1;

    private final SourceConfig source;
    private final LatestConfig latest;
    private final boolean bounded;
    private final Clock clock;

    Factory(SourceConfig source, LatestConfig latest, boolean bounded, Clock clock) {
      this.source = source;
      this.latest = latest;
      this.bounded = bounded;
      this.clock = clock;
    }

    @Override
    public TimestampPolicy<byte[], Payload> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      long restored = previousWatermark.map(Instant::getMillis).orElse(PartitionTime.BEGINNING);
      if (restored >= PartitionTime.END && !bounded) {
        restored = PartitionTime.BEGINNING; // a bounded run's state, taken up by one that follows
      }
      return new ChangeTimePolicy(new PartitionTime(clock, source, latest, restored));
    }
  }
}
