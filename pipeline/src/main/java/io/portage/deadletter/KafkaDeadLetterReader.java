package io.portage.deadletter;

import io.portage.kafka.BrokerReachability;
import io.portage.kafka.KafkaClients;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic of dead letters from its beginning to its end at the time of the call. Commits no
 * offsets.
 */
public final class KafkaDeadLetterReader {
  private static final Duration POLL = Duration.ofSeconds(1);

  private KafkaDeadLetterReader() {}

  static void read(KafkaDeadLetterSink deadLetters, DeadLetterVisitor visitor) {
    BrokerReachability.requireReachable(deadLetters.source().bootstrapServers());
    read(properties(deadLetters), deadLetters.topic(), visitor);
  }

  /** Reads {@code topic} with a consumer of these properties. */
  public static void read(
      Map<String, Object> consumerProperties, String topic, DeadLetterVisitor visitor) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            consumerProperties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          visit(record, visitor);
        }
      }
    }
  }

  private static void visit(ConsumerRecord<byte[], byte[]> record, DeadLetterVisitor visitor) {
    if (record.value() == null) {
      return; // a tombstone record: the topic is compacted
    }
    StoredDeadLetter deadLetter;
    try {
      deadLetter = DeadLetters.decodeStored(record.value());
    } catch (IOException e) {
      visitor.unreadable(
          record.topic() + "-" + record.partition() + "-" + record.offset(),
          String.valueOf(e.getMessage()));
      return;
    }
    visitor.deadLetter(deadLetter);
  }

  private static Map<String, Object> properties(KafkaDeadLetterSink deadLetters) {
    Map<String, Object> properties =
        new HashMap<>(
            KafkaClients.consumerProperties(
                deadLetters.source(),
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    deadLetters.source().bootstrapServers(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    // Retention may delete the oldest dead letters while they are read.
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false)));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return properties;
  }
}
