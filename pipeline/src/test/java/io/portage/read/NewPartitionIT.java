package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.SourcePartitions;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tracking consumer with partitions that do not exist yet, on a real broker. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
final class NewPartitionIT {
  private final String topic = "new-" + UUID.randomUUID();
  private final String group = "group-" + topic;
  private final TopicPartition partition = new TopicPartition(topic, 1);
  private final TestTopics topics;
  private final PortageConfig config;

  NewPartitionIT(Sandbox sandbox) {
    topics = new TestTopics(sandbox.bootstrapServers());
    config =
        ReadHarness.config(
            sandbox.bootstrapServers(), topic, group, StartFrom.LATEST, null, Map.of());
  }

  @AfterEach
  void disconnect() {
    topics.close();
  }

  @Test
  void waitsWithoutAConnectionWhileNoPartitionExists() {
    SerializableReadSpec plan = plan();
    LazyConsumer lazy =
        new LazyConsumer(
            () -> {
              throw new AssertionError("opened");
            });
    try (Consumer<byte[], byte[]> consumer =
        TrackingConsumer.around(
            lazy,
            new PartitionAvailability(plan, plan.context()),
            new StartOffsets(config.source()),
            null,
            1)) {
      consumer.assign(List.of(partition));
      long before = System.nanoTime();

      assertThat(consumer.position(partition)).isZero();
      assertThat(consumer.endOffsets(List.of(partition))).isEqualTo(Map.of(partition, 0L));
      assertThat(consumer.poll(Duration.ofMillis(300))).isSameAs(ConsumerRecords.empty());
      assertThat(System.nanoTime() - before).isGreaterThan(299_000_000);
    }
  }

  @Test
  void wakesUpWhileNoPartitionExists() {
    try (Consumer<byte[], byte[]> consumer = open(plan())) {
      consumer.wakeup();

      assertThatThrownBy(() -> consumer.poll(Duration.ofMinutes(1)))
          .isInstanceOf(WakeupException.class);
    }
  }

  @Test
  void readsANewPartitionFromItsBeginningWithAnyStartFrom() throws Exception {
    topics.create(topic, 1, Map.of());
    SerializableReadSpec plan = plan();
    topics.grow(topic, 2);
    topics.send(topic, 1, 0, 5);

    try (Consumer<byte[], byte[]> consumer = open(plan)) {
      consumer.position(partition);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 5);

      assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(mark(records.get(0))).isEqualTo(new RecordCoverage(0, true, false, false));
      assertThat(consumer.endOffsets(List.of(partition))).isEqualTo(Map.of(partition, 5L));
    }
  }

  @Test
  void readsANewPartitionFromTheCommittedOffsetIfThereIsOne() throws Exception {
    topics.create(topic, 1, Map.of());
    SerializableReadSpec plan = plan();
    topics.grow(topic, 2);
    topics.send(topic, 1, 0, 5);
    topics.setCommitted(group, topic, 1, 3);

    try (Consumer<byte[], byte[]> consumer = open(plan)) {
      consumer.position(partition);

      assertThat(poll(consumer, 2)).extracting(ConsumerRecord::offset).containsExactly(3L, 4L);
    }
  }

  @Test
  void continuesFromACheckpointInARediscoveredPartition() throws Exception {
    topics.create(topic, 1, Map.of());
    SerializableReadSpec plan = plan();
    topics.grow(topic, 2);
    topics.send(topic, 1, 0, 5);

    try (Consumer<byte[], byte[]> consumer = open(plan)) {
      consumer.seek(partition, 2);
      List<ConsumerRecord<byte[], byte[]>> records = poll(consumer, 3);

      assertThat(records).extracting(ConsumerRecord::offset).containsExactly(2L, 3L, 4L);
      assertThat(mark(records.get(0))).isEqualTo(new RecordCoverage(2, true, true, false));
    }
  }

  @Test
  void keepsThePositionsOfOtherPartitionsWhenOneIsDiscovered() throws Exception {
    topics.create(topic, 1, Map.of());
    SerializableReadSpec plan = plan();
    TopicPartition old = new TopicPartition(topic, 0);

    try (Consumer<byte[], byte[]> consumer = factory(plan)) {
      consumer.assign(List.of(old, partition));
      consumer.position(old);
      consumer.position(partition);
      topics.send(topic, 0, 0, 3);
      poll(consumer, 3);
      topics.grow(topic, 2);
      topics.send(topic, 1, 0, 2);
      topics.send(topic, 0, 3, 4);

      assertThat(poll(consumer, 3))
          .extracting(record -> record.partition() + "-" + record.offset())
          .containsExactlyInAnyOrder("1-0", "1-1", "0-3");
    }
  }

  @Test
  void ignoresATopicRemovedFromTheConfiguration() throws Exception {
    topics.create(topic, 2, Map.of());
    topics.create(topic + "-else", 1, Map.of());
    topics.send(topic, 1, 0, 5);
    SerializableReadSpec state =
        ReadSpecs.of(config, SourcePartitions.resolve(config.source()), null);
    PortageConfig without = ReadHarness.withTopics(config, topic + "-else");
    ReadSpecs.of(without, SourcePartitions.resolve(without.source()), null);

    PartitionAvailability partitionAvailability = new PartitionAvailability(state, state.context());

    assertThat(partitionAvailability.exists(partition)).isFalse();
  }

  private SerializableReadSpec plan() {
    return ReadSpecs.of(config, SourcePartitions.resolve(config.source()), null);
  }

  private Consumer<byte[], byte[]> open(SerializableReadSpec plan) {
    Consumer<byte[], byte[]> consumer = factory(plan);
    consumer.assign(List.of(partition));
    return consumer;
  }

  private Consumer<byte[], byte[]> factory(SerializableReadSpec plan) {
    return new TrackingConsumerFactory(plan)
        .apply(KafkaClients.requiredConsumerProperties(config.source()));
  }

  private static RecordCoverage mark(ConsumerRecord<byte[], byte[]> record) {
    return RecordChunk.of(record.headers()).entries().get(0).coverage();
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
