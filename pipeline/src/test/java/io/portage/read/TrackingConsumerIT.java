package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tracking consumer alone, on a real broker. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
final class TrackingConsumerIT {
  private final String topic = "tracking-" + UUID.randomUUID();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final PortageConfig config;
  private final TestTopics topics;

  TrackingConsumerIT(Sandbox sandbox) {
    topics = new TestTopics(sandbox.bootstrapServers());
    config =
        ReadHarness.config(
            sandbox.bootstrapServers(),
            topic,
            "group-" + topic,
            StartFrom.COMMITTED,
            null,
            Map.of());
  }

  @BeforeEach
  void create() throws Exception {
    topics.create(topic, 1, Map.of());
  }

  @AfterEach
  void disconnect() {
    topics.close();
  }

  @Test
  void tracksTheFirstRecordAndThoseAfterGaps() {
    topics.sendTransaction(topic, 0, 0, 2, true);
    topics.sendTransaction(topic, 0, 2, 4, false);
    topics.sendTransaction(topic, 0, 4, 6, true);

    try (Consumer<byte[], byte[]> consumer = open((StopOffsets) null)) {
      consumer.position(partition);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 4);

      assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 6L, 7L);
      assertThat(records)
          .extracting(record -> mark(record))
          .containsExactly(
              new RecordCoverage(0, true, false, false),
              null,
              new RecordCoverage(2, false, false, false),
              null);
    }
  }

  @Test
  void hasItsPositionAfterTheLastRecordAndBeforeMarkers() {
    topics.sendTransaction(topic, 0, 0, 2, true);
    topics.sendTransaction(topic, 0, 2, 4, false);

    try (Consumer<byte[], byte[]> consumer = open((StopOffsets) null)) {
      consumer.position(partition);
      poll(consumer, 2);
      consumer.poll(Duration.ofMillis(300));
      consumer.seek(partition, consumer.position(partition)); // as a reader of offset ranges does
      topics.sendTransaction(topic, 0, 4, 5, true);

      assertThat(mark(poll(consumer, 1).get(0)))
          .isEqualTo(new RecordCoverage(2, false, false, false));
    }
  }

  @Test
  void reportsAPositionFromACheckpoint() {
    topics.send(topic, 0, 0, 5);

    try (Consumer<byte[], byte[]> consumer = open((StopOffsets) null)) {
      consumer.seek(partition, 3);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 2);

      assertThat(mark(records.get(0))).isEqualTo(new RecordCoverage(3, true, true, false));
    }
  }

  @Test
  void returnsOneEndMarkAndNothingPastTheStop() {
    topics.send(topic, 0, 0, 9);

    try (Consumer<byte[], byte[]> consumer = open(StopOffsets.of(Map.of(topic, Map.of(0, 5L))))) {
      consumer.position(partition);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 6);

      assertThat(records)
          .extracting(ConsumerRecord::offset)
          .containsExactly(0L, 1L, 2L, 3L, 4L, 4L);
      assertThat(mark(records.get(5))).isEqualTo(new RecordCoverage(5, false, false, true));
      assertThat(consumer.poll(Duration.ofMillis(300))).isSameAs(ConsumerRecords.empty());
      assertThat(consumer.paused()).containsExactly(partition);
    }
  }

  @Test
  void returnsChunksOfTheSizeInTheSpec() {
    topics.send(topic, 0, 0, 600);
    SerializableReadSpec spec =
        ReadSpecs.inChunks(
            RecordChunk.MOST,
            Instant.now(),
            config,
            SourcePartitions.resolve(config.source()),
            null);

    try (Consumer<byte[], byte[]> consumer = open(spec)) {
      consumer.position(partition);
      List<Integer> sizes = new ArrayList<>();
      while (sizes.stream().mapToInt(Integer::intValue).sum() < 600) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(chunk -> sizes.add(RecordChunk.of(chunk.headers()).entries().size()));
      }

      assertThat(sizes).allMatch(size -> size <= RecordChunk.MOST).anyMatch(size -> size > 1);
    }
  }

  @Test
  void marksTheChunkAtTheEndOfThePartition() {
    topics.send(topic, 0, 0, 6_000);

    try (Consumer<byte[], byte[]> consumer = open((StopOffsets) null)) {
      consumer.position(partition);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 6_000);
      topics.sendTransaction(topic, 0, 6_000, 6_002, true);
      records.addAll(poll(consumer, 2));

      assertThat(records.stream().filter(record -> RecordChunk.of(record.headers()).atEnd()))
          .extracting(ConsumerRecord::offset)
          .contains(5_999L, 6_001L)
          .doesNotContain(4_000L)
          .hasSizeLessThan(60);
    }
  }

  @Test
  void namesTheOffsetsLostWhileItRan() throws Exception {
    topics.send(topic, 0, 0, 20);
    topics.deleteBefore(topic, 0, 12);

    try (Consumer<byte[], byte[]> consumer = open((StopOffsets) null)) {
      consumer.seek(partition, 7);

      assertThatThrownBy(() -> poll(consumer, 1))
          .isInstanceOf(LostOffsetsException.class)
          .hasMessageContaining("topic " + topic + " partition 0: offsets 7 to 11");
    }
  }

  @Test
  void aPartitionThatDoesNotExistYetLooksEmpty() {
    topics.send(topic, 0, 0, 3);
    TopicPartition missing = new TopicPartition(topic, 1);
    SourcePartitions partitions =
        SourcePartitions.of(
            Map.of(topic, new SourcePartitions.TopicPartitions(1, 2, SourcePartitions.NO_ID)));

    try (Consumer<byte[], byte[]> consumer =
        new TrackingConsumerFactory(ReadSpecs.of(config, partitions, null))
            .apply(KafkaClients.requiredConsumerProperties(config.source()))) {
      List<TopicPartition> both = List.of(partition, missing);
      consumer.assign(both);

      assertThat(consumer.assignment()).containsExactlyInAnyOrderElementsOf(both);
      assertThat(consumer.currentLag(missing)).hasValue(0);
      assertThat(consumer.beginningOffsets(both)).isEqualTo(Map.of(partition, 0L, missing, 0L));
      assertThat(consumer.endOffsets(both)).isEqualTo(Map.of(partition, 3L, missing, 0L));
      consumer.seekToEnd(both);
      assertThat(consumer.position(partition)).isEqualTo(3);
      assertThat(consumer.position(missing)).isZero();
      consumer.seekToBeginning(both);
      assertThat(mark(poll(consumer, 3).get(0)))
          .isEqualTo(new RecordCoverage(0, true, true, false));
      assertThatThrownBy(() -> consumer.offsetsForTimes(Map.of(missing, 0L)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("offsetsForTimes of " + missing + ", which does not exist yet");
    }
  }

  private static @Nullable RecordCoverage mark(ConsumerRecord<byte[], byte[]> record) {
    return RecordChunk.of(record.headers()).entries().get(0).coverage();
  }

  private Consumer<byte[], byte[]> open(@Nullable StopOffsets stops) {
    SourcePartitions partitions =
        stops == null ? SourcePartitions.resolve(config.source()) : SourcePartitions.of(stops);
    return open(ReadSpecs.of(config, partitions, stops));
  }

  private Consumer<byte[], byte[]> open(SerializableReadSpec spec) {
    Consumer<byte[], byte[]> consumer =
        new TrackingConsumerFactory(spec)
            .apply(KafkaClients.requiredConsumerProperties(config.source()));
    consumer.assign(List.of(partition));
    return consumer;
  }

  private static List<ConsumerRecord<byte[], byte[]>> poll(
      Consumer<byte[], byte[]> consumer, int expected) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    while (all.size() < expected) {
      consumer.poll(Duration.ofMillis(200)).forEach(all::add);
    }
    return all;
  }
}
