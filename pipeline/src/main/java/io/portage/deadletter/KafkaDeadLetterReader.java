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

/** Reads a topic of letters from its beginning to what is its end now. Commits nothing. */
final class KafkaDeadLetterReader {
  private static final Duration POLL = Duration.ofSeconds(1);

  private KafkaDeadLetterReader() {}

  static void read(KafkaDeadLetterSink letters, DeadLetterVisitor visitor) {
    BrokerReachability.requireReachable(letters.source().bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(letters), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(letters.topic()).stream()
              .map(info -> new TopicPartition(letters.topic(), info.partition()))
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
      return; // somebody compacts the topic
    }
    StoredDeadLetter letter;
    try {
      letter = DeadLetters.decodeStored(record.value());
    } catch (IOException e) {
      visitor.unreadable(
          record.topic() + "-" + record.partition() + "-" + record.offset(),
          String.valueOf(e.getMessage()));
      return;
    }
    visitor.letter(letter);
  }

  private static Map<String, Object> properties(KafkaDeadLetterSink letters) {
    Map<String, Object> properties =
        new HashMap<>(
            KafkaClients.consumerProperties(
                letters.source(),
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    letters.source().bootstrapServers(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    // Retention may take the oldest letters away while they are read.
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false)));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return properties;
  }
}
