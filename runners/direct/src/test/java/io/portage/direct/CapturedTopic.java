package io.portage.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A connector's events, in the order of each partition; without tombstone records. */
final class CapturedTopic implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);

  private final String name;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<JsonNode> events = new ArrayList<>();

  CapturedTopic(String bootstrapServers, String name) {
    this.name = name;
    consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        consumer.partitionsFor(name).stream()
            .map(partition -> new TopicPartition(name, partition.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  String name() {
    return name;
  }

  /** Reads further; returns true if such an event has been read so far. */
  boolean has(Predicate<JsonNode> event) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() != null) {
        events.add(JSON.readTree(record.value()));
      }
    }
    return events.stream().anyMatch(event);
  }

  /** Returns the snapshot's rows that have been read. */
  List<JsonNode> snapshot() {
    return events.stream().filter(CapturedTopic::isSnapshot).toList();
  }

  /** Returns the changes after the snapshot that have been read. */
  List<JsonNode> stream() {
    return events.stream().filter(event -> !isSnapshot(event)).toList();
  }

  private static boolean isSnapshot(JsonNode event) {
    return event.path("op").asText().equals("r");
  }

  /** Returns the id of the event's row. */
  static long id(JsonNode event) {
    return event.path(event.path("after").isNull() ? "before" : "after").path("id").asLong();
  }

  /** Returns the event's own LSN. */
  static long lsn(JsonNode event) {
    return event.path("source").path("lsn").asLong();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
