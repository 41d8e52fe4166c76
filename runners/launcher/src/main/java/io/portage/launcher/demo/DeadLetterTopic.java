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

  /** All letters, in the order of their coordinates. */
  public static List<DeadLetter> read(String bootstrapServers, String topic) {
    List<DeadLetter> letters = new ArrayList<>();
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
        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofSeconds(1))) {
          letters.add(decode(letter));
        }
      }
    }
    letters.sort(
        Comparator.comparing((DeadLetter letter) -> letter.coordinates().topic())
            .thenComparing(letter -> letter.coordinates().partition())
            .thenComparing(letter -> letter.coordinates().offset())
            .thenComparing(DeadLetter::part));
    return letters;
  }

  private static DeadLetter decode(ConsumerRecord<byte[], byte[]> letter) {
    try {
      return DeadLetters.decode(letter.value());
    } catch (IOException foreign) {
      throw new UncheckedIOException(
          letter.topic() + "-" + letter.partition() + "-" + letter.offset() + " is no dead letter",
          foreign);
    }
  }

  /** {@code stage reason partition-offset}, as {@link ExpectedResult} has it. */
  public static String line(DeadLetter letter) {
    return letter.stage().label() + " " + letter.cause().reason() + " " + place(letter);
  }

  /** {@code partition-offset} and the half. */
  static String place(DeadLetter letter) {
    return letter.coordinates().partition()
        + "-"
        + letter.coordinates().offset()
        + letter.part().suffix();
  }
}
