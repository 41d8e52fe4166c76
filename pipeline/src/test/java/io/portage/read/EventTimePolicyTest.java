package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.SourcePartitions.TopicPartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The watermark of a partition across the policies that KafkaIO makes for it. */
final class EventTimePolicyTest {
  private static final Instant NOON = Instant.parse("2024-09-17T12:00:00Z");
  private static final TopicPartition THERE = new TopicPartition("users", 0);
  private static final TopicPartition TO_COME = new TopicPartition("users", 1);

  private final HandClock clock = new HandClock(NOON);
  private final EventTimePolicy.EventTimePolicyFactory factory =
      new EventTimePolicy.EventTimePolicyFactory(plan(clock));

  @Test
  void detectsAnIdlePartitionAcrossManyShortReaders() {
    org.joda.time.Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;
    for (int round = 0; round < 16; round++) {
      TimestampPolicy<byte[], RecordChunk> policy =
          factory.createTimestampPolicy(THERE, Optional.of(watermark));
      clock.move(Duration.ofSeconds(2));
      watermark = policy.getWatermark(null);
    }

    assertThat(watermark.getMillis()).isBetween(clock.millis() - 40_000, clock.millis() - 39_999);
  }

  @Test
  void startsANewWatermarkForAReaderThatIsPositionedBack() {
    TimestampPolicy<byte[], RecordChunk> policy =
        factory.createTimestampPolicy(THERE, Optional.empty());
    clock.move(Duration.ofSeconds(4));
    policy.getWatermark(null);

    TimestampPolicy<byte[], RecordChunk> again =
        factory.createTimestampPolicy(THERE, Optional.of(org.joda.time.Instant.ofEpochMilli(2)));

    assertThat(again.getWatermark(null).getMillis()).isEqualTo(2);
  }

  @Test
  void aPartitionThatDoesNotExistDoesNotHoldBackTheOthers() {
    assertThat(
            factory.createTimestampPolicy(TO_COME, Optional.empty()).getWatermark(null).getMillis())
        .isBetween(clock.millis() - 40_000, clock.millis() - 39_999);
    assertThat(factory.createTimestampPolicy(THERE, Optional.empty()).getWatermark(null))
        .isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  private static SerializableReadSpec plan(HandClock clock) {
    PortageConfig config =
        ReadHarness.config(
            "nowhere:1",
            "users",
            "group-" + UUID.randomUUID(),
            StartFrom.COMMITTED,
            null,
            Map.of());
    SourcePartitions partitions =
        SourcePartitions.of(Map.of("users", new TopicPartitions(1, 5, "")));
    return SerializableReadSpec.of(
        new ReaderStateKey(config.name(), config.source().groupId(), partitions),
        new ReadSpec(
            "graph", NOON, config.source(), config.latest(), new TestFormat(), null, 1, clock));
  }
}
