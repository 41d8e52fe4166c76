package io.portage.kafka;

import io.portage.config.SourceConfig;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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

/**
 * Reads the last records of a topic, evenly from its partitions, outside of the job: it joins no
 * group and commits nothing.
 *
 * <p>Not guaranteed: the requested number of records, if the topic is compacted or contains
 * transaction markers, or if they do not arrive within {@code patience}.
 */
public final class LastRecords implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String bootstrapServers;
  private final Clock clock;

  private LastRecords(
      KafkaConsumer<byte[], byte[]> consumer, String bootstrapServers, Clock clock) {
    this.consumer = consumer;
    this.bootstrapServers = bootstrapServers;
    this.clock = clock;
  }

  /**
   * Opens a consumer for the source's cluster.
   *
   * @throws KafkaUnavailableException if the client refuses the properties
   */
  public static LastRecords open(SourceConfig source, Clock clock) {
    Map<String, Object> required = new HashMap<>(KafkaClients.requiredConsumerProperties(source));
    required.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
    required.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    Map<String, Object> properties = KafkaClients.consumerProperties(source, required);
    try {
      return new LastRecords(
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
          source.bootstrapServers(),
          clock);
    } catch (KafkaException e) {
      throw unavailable(source.bootstrapServers(), e);
    }
  }

  /**
   * Passes the last {@code most} records of {@code topic} to {@code output}, in the order in which
   * they arrive.
   *
   * @param most the number of records, at least 1
   * @param patience the time limit
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  public void forEach(String topic, int most, Duration patience, Consumer<SourceRecord> output) {
    try {
      Map<TopicPartition, Long> open = seek(topic, most);
      long deadline = clock.millis() + patience.toMillis();
      while (!open.isEmpty() && clock.millis() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Long end = open.get(new TopicPartition(record.topic(), record.partition()));
          if (end != null && record.offset() < end) {
            output.accept(RecordScan.raw(record));
          }
        }
        open.entrySet().removeIf(left -> consumer.position(left.getKey()) >= left.getValue());
        consumer.pause(done(open.keySet()));
      }
    } catch (InterruptException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable(bootstrapServers, interrupted);
    } catch (KafkaException e) {
      throw unavailable(bootstrapServers, e);
    }
  }

  /**
   * Seeks to the first of the last records and returns the end offsets of the partitions that have
   * records.
   */
  private Map<TopicPartition, Long> seek(String topic, int most) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .partitionsFor(topic)
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    consumer.assign(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    long share = share(begins, ends, most);
    ends.forEach(
        (partition, end) ->
            consumer.seek(partition, Math.max(BrokerAnswer.of(begins, partition), end - share)));
    ends.entrySet().removeIf(end -> end.getValue() <= BrokerAnswer.of(begins, end.getKey()));
    consumer.pause(done(ends.keySet()));
    return ends;
  }

  /**
   * Returns the smallest number of records per partition that gives {@code most} in total, if the
   * topic has as many.
   */
  private static long share(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, int most) {
    for (long share = 1; share < most; share++) {
      long sum = 0;
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        sum += Math.min(share, end.getValue() - BrokerAnswer.of(begins, end.getKey()));
      }
      if (sum >= most) {
        return share;
      }
    }
    return most;
  }

  private Set<TopicPartition> done(Set<TopicPartition> open) {
    Set<TopicPartition> done = new HashSet<>(consumer.assignment());
    done.removeAll(open);
    return done;
  }

  private static KafkaUnavailableException unavailable(String servers, KafkaException e) {
    return new KafkaUnavailableException("Kafka at " + servers + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(2));
  }
}
