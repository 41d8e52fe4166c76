package io.portage.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The ids of a topic's records by their offset, from keys in JSON, or in Avro with the id of a
 * schema; one partition.
 */
final class TypeTopic implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A zero byte and the schema's id, before an Avro record whose only field is the id. */
  private static final int AVRO_HEADER = 5;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Integer> ids = new ArrayList<>();
  private byte[] first = {};

  TypeTopic(String bootstrapServers, String name) {
    consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> only = List.of(new TopicPartition(name, 0));
    consumer.assign(only);
    consumer.seekToBeginning(only);
  }

  /** Reads further; returns true if a record of this row has been read so far. */
  boolean has(int id) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
      if (ids.isEmpty()) {
        first = record.value();
      }
      ids.add(id(record.key()));
    }
    return ids.contains(id);
  }

  private static int id(byte[] key) throws IOException {
    return key[0] == 0
        ? (int)
            DecoderFactory.get()
                .binaryDecoder(key, AVRO_HEADER, key.length - AVRO_HEADER, null)
                .readLong()
        : JSON.readTree(key).path("id").asInt();
  }

  /** Returns the ids of the rows in the order of the topic; the first one has the offset 0. */
  List<Integer> ids() {
    return ids;
  }

  /** Returns the first record's value, which is in JSON. */
  JsonNode first() throws IOException {
    return JSON.readTree(first);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
