package io.portage.launcher.demo;

import io.portage.deadletter.DeadLetters;
import io.portage.model.DeadLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a dead-letter topic to its end. */
public final class DeadLetterTopic {
  private DeadLetterTopic() {}

  /** Returns all dead letters, in the order of their coordinates. */
  public static List<DeadLetter> read(String bootstrapServers, String topic) {
    List<DeadLetter> deadLetters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> deadLetter : consumer.poll(Duration.ofSeconds(1))) {
          deadLetters.add(decode(deadLetter));
        }
      }
    }
    deadLetters.sort(
        Comparator.comparing((DeadLetter deadLetter) -> deadLetter.coordinates().topic())
            .thenComparing(deadLetter -> deadLetter.coordinates().partition())
            .thenComparing(deadLetter -> deadLetter.coordinates().offset())
            .thenComparing(DeadLetter::part));
    return deadLetters;
  }

  private static DeadLetter decode(ConsumerRecord<byte[], byte[]> deadLetter) {
    try {
      return DeadLetters.decode(deadLetter.value());
    } catch (IOException foreign) {
      throw new UncheckedIOException(
          deadLetter.topic()
              + "-"
              + deadLetter.partition()
              + "-"
              + deadLetter.offset()
              + " is not a dead letter",
          foreign);
    }
  }

  /** Returns {@code stage reason partition-offset}, the format of {@link ExpectedResult}. */
  public static String line(DeadLetter deadLetter) {
    return deadLetter.stage().label() + " " + deadLetter.cause().reason() + " " + place(deadLetter);
  }

  /** Returns {@code partition-offset}, and the half of a key change. */
  static String place(DeadLetter deadLetter) {
    return deadLetter.coordinates().partition()
        + "-"
        + deadLetter.coordinates().offset()
        + deadLetter.part().suffix();
  }
}
