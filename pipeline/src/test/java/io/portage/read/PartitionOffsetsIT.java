package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.kafka.PartitionOffsets;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The offsets of partitions on a real broker, with a consumer that lists its requests. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
final class PartitionOffsetsIT {
  private final String topic = "offsets-" + UUID.randomUUID();
  private final TopicPartition first = new TopicPartition(topic, 0);
  private final TopicPartition second = new TopicPartition(topic, 1);
  private final TopicPartition missing = new TopicPartition(topic, 2);
  private final Set<TopicPartition> tracked = new HashSet<>();
  private final TestTopics topics;
  private final ListingConsumer consumer;
  private final PartitionOffsets offsets;

  PartitionOffsetsIT(Sandbox sandbox) {
    topics = new TestTopics(sandbox.bootstrapServers());
    consumer = new ListingConsumer(sandbox.bootstrapServers(), "group-" + topic);
    offsets =
        new PartitionOffsets(() -> consumer, tracked, partition -> !partition.equals(missing));
  }

  @BeforeEach
  void create() throws Exception {
    topics.create(topic, 2, Map.of());
    topics.send(topic, 0, 0, 3);
    topics.send(topic, 1, 0, 5);
  }

  @AfterEach
  void disconnect() {
    consumer.close();
    topics.close();
  }

  @Test
  void asksForAllPartitionsAtOnceAndReturnsEachAnswerOnce() {
    tracked.addAll(Set.of(first, second, missing));

    assertThat(offsets.end(first)).isEqualTo(3);
    assertThat(offsets.end(second)).isEqualTo(5);
    assertThat(consumer.requests).containsExactly(Set.of(first, second));

    topics.send(topic, 0, 3, 4);
    assertThat(offsets.end(first)).isEqualTo(4);
    assertThat(consumer.requests).hasSize(2);
  }

  @Test
  void returnsCommittedOffsetsOfAllPartitions() {
    consumer.assign(List.of(first, second));
    consumer.commitSync(Map.of(second, new OffsetAndMetadata(2)));
    tracked.addAll(Set.of(first, second));

    assertThat(offsets.committed(first)).isNull();
    assertThat(offsets.committed(second)).isEqualTo(new OffsetAndMetadata(2));
    assertThat(consumer.requests).containsExactly(Set.of(first, second));
  }

  @Test
  void asksAgainForWhatWasForgotten() {
    tracked.addAll(Set.of(first, second));
    offsets.end(first);
    offsets.forget();
    topics.send(topic, 1, 5, 7);

    assertThat(offsets.end(second)).isEqualTo(7);
  }

  @Test
  void asksForAPartitionThatTheConsumerDoesNotTrackYet() {
    tracked.add(first);

    assertThat(offsets.beginning(second)).isEqualTo(0);
    assertThat(consumer.requests).containsExactly(Set.of(first, second));
  }

  @Test
  void assignsThePartitionsOfAConsumerOfEndOffsets() {
    assertThat(offsets.ends(List.of(first, second, missing)))
        .isEqualTo(Map.of(first, 3L, second, 5L, missing, 0L));
    assertThat(offsets.beginnings(List.of(missing))).isEqualTo(Map.of(missing, 0L));

    assertThat(consumer.requests).containsExactly(Set.of(first, second));
    assertThat(consumer.assignment()).containsExactlyInAnyOrder(first, second);
  }

  /** A consumer that lists the partitions of each request for offsets. */
  private static final class ListingConsumer extends KafkaConsumer<byte[], byte[]> {
    private final List<Set<TopicPartition>> requests = new ArrayList<>();

    ListingConsumer(String bootstrapServers, String group) {
      super(
          Map.of("bootstrap.servers", bootstrapServers, "group.id", group),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer());
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      requests.add(Set.copyOf(partitions));
      return super.endOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      requests.add(Set.copyOf(partitions));
      return super.beginningOffsets(partitions);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      requests.add(Set.copyOf(partitions));
      return super.committed(partitions);
    }
  }
}
