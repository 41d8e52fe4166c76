package io.portage.kafka;

import io.portage.config.SourceConfig;
import io.portage.model.Coordinates;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads ranges of offsets, outside of the job: joins no group and commits nothing. */
public final class RecordScan {
  private static final int FETCH_BYTES = 4 << 20;

  private RecordScan() {}

  /**
   * A range of offsets of one partition.
   *
   * @param from the first offset; a record that the log has lost is skipped
   * @param to the end, exclusive; at most the partition's end offset
   */
  public record ScanRange(String topic, int partition, long from, long to) {}

  /**
   * Passes the committed records of {@code ranges} to {@code output}, in the order in which they
   * arrive.
   *
   * @param patience the time limit
   * @return true if all ranges were read; false if the time was over first
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public static boolean read(
      SourceConfig source,
      Collection<ScanRange> ranges,
      Duration patience,
      Clock clock,
      Consumer<SourceRecord> output) {
    Map<TopicPartition, ScanRange> open = new HashMap<>();
    for (ScanRange range : ranges) {
      if (range.from() < range.to()) {
        open.put(new TopicPartition(range.topic(), range.partition()), range);
      }
    }
    if (open.isEmpty()) {
      return true;
    }
    BrokerReachability.requireReachable(source.bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            properties(source), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(open.keySet());
      open.forEach((partition, range) -> consumer.seek(partition, range.from()));
      long deadline = clock.millis() + patience.toMillis();
      while (!open.isEmpty() && clock.millis() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          ScanRange range = open.get(new TopicPartition(record.topic(), record.partition()));
          if (range != null && record.offset() < range.to()) {
            output.accept(raw(record));
          }
        }
        open.entrySet().removeIf(one -> consumer.position(one.getKey()) >= one.getValue().to());
        Set<TopicPartition> done = new HashSet<>(consumer.assignment());
        done.removeAll(open.keySet());
        consumer.pause(done);
      }
      return open.isEmpty();
    } catch (InterruptException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable(source, interrupted);
    } catch (KafkaException e) {
      throw unavailable(source, e);
    }
  }

  private static Map<String, Object> properties(SourceConfig source) {
    Map<String, Object> required = new HashMap<>(KafkaClients.requiredConsumerProperties(source));
    required.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    required.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    required.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    required.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Map<String, Object> properties = KafkaClients.consumerProperties(source, required);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return properties;
  }

  static SourceRecord raw(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
    return new SourceRecord(
        new Coordinates(record.topic(), record.partition(), record.offset()),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        headers,
        0);
  }

  private static KafkaUnavailableException unavailable(SourceConfig source, KafkaException e) {
    return new KafkaUnavailableException(
        "Kafka at " + source.bootstrapServers() + ": " + e.getMessage(), e);
  }
}
