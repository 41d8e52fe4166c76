package io.portage.deadletter;

import io.portage.kafka.BrokerReachability;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.RecordScan;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of dead letters from its beginning to its end at the time of the call. Commits no
 * offsets.
 */
public final class KafkaDeadLetterReader {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterReader.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** The time within which the brokers answer. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

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

  /**
   * Continues to read the topic.
   *
   * @param positions the next offset by partition, which this call advances; a partition without
   *     one, or whose log was replaced by a shorter one, is read from its beginning
   * @param limit the limit of the entries; without any entry the call ends after ten seconds
   * @return true if it has reached the end that the topic had at the time of the call
   * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
   */
  static boolean continueFrom(
      KafkaDeadLetterSink deadLetters,
      Map<Integer, Long> positions,
      ReadLimit limit,
      Clock clock,
      EntryPlace.PlacedVisitor visitor) {
    BrokerReachability.requireReachable(deadLetters.source().bootstrapServers());
    String topic = deadLetters.topic();
    Map<String, Object> properties = properties(deadLetters);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        long begin = begins.getOrDefault(partition, 0L);
        long next = positions.getOrDefault(partition.partition(), begin);
        boolean isReplaced = next > ends.getOrDefault(partition, 0L);
        consumer.seek(partition, isReplaced ? begin : Math.max(begin, next));
      }
      long deadline = clock.millis() + ANSWER.toMillis();
      boolean atEnd = isAt(consumer, ends);
      while (!atEnd && !limit.isReached() && clock.millis() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          limit.count();
          EntryPlace place = new EntryPlace.TopicPlace(record.partition(), record.offset());
          visit(record, DeadLetterVisitor.ofReadable(entry -> visitor.entry(place, entry)));
        }
        atEnd = isAt(consumer, ends);
      }
      partitions.forEach(
          partition -> positions.put(partition.partition(), consumer.position(partition)));
      return atEnd;
    }
  }

  private static boolean isAt(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /**
   * Reads the entries at these offsets; those that the log no longer has are skipped.
   *
   * @param places offsets by partition
   */
  static List<StoredDeadLetter> at(
      KafkaDeadLetterSink deadLetters,
      Map<Integer, List<Long>> places,
      Duration patience,
      Clock clock) {
    List<RecordScan.ScanRange> ranges = new ArrayList<>();
    List<StoredDeadLetter> found = new ArrayList<>();
    int most = places.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      ranges.clear();
      int round = i;
      places.forEach(
          (partition, offsets) -> {
            if (round < offsets.size()) {
              long offset = offsets.get(round);
              ranges.add(
                  new RecordScan.ScanRange(deadLetters.topic(), partition, offset, offset + 1));
            }
          });
      RecordScan.read(
          deadLetters.source(), ranges, patience, clock, record -> add(record.value(), found));
    }
    return found;
  }

  private static void add(byte @Nullable [] value, List<StoredDeadLetter> found) {
    if (value != null) {
      try {
        found.add(DeadLetters.decodeStored(value));
      } catch (IOException e) {
        // The log was replaced, and the record at this offset is another one.
        LOG.debug("not a dead letter", e);
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
