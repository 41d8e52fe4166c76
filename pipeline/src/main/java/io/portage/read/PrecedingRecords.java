package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.BrokerAnswer;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.RecordScan;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.kafka.SourcePartitions;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the records of each partition that are before the start of a run. */
final class PrecedingRecords {
  /** The number of offsets before the start: deletes, tombstones and markers are among them. */
  static final int OFFSETS = 50;

  private PrecedingRecords() {}

  /**
   * Passes the last records before the start to {@code output}, of each partition that exists.
   *
   * @param patience the time limit
   * @return true if all were read; false if the time was over first
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  static boolean read(
      SourceConfig source,
      SourcePartitions partitions,
      Duration patience,
      Clock clock,
      Consumer<SourceRecord> output) {
    List<TopicPartition> existing = new ArrayList<>();
    partitions
        .topics()
        .forEach(
            (topic, some) -> {
              for (int partition = 0; partition < some.existing(); partition++) {
                existing.add(new TopicPartition(topic, partition));
              }
            });
    return RecordScan.read(source, ranges(source, existing), patience, clock, output);
  }

  private static List<ScanRange> ranges(SourceConfig source, List<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    Map<String, Object> properties =
        KafkaClients.consumerProperties(source, KafkaClients.requiredConsumerProperties(source));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ScanRange> ranges = new ArrayList<>();
      starts(source, consumer, partitions, ends)
          .forEach(
              (partition, start) -> {
                long begin = BrokerAnswer.of(begins, partition);
                long to = Math.min(start, BrokerAnswer.of(ends, partition));
                ranges.add(
                    new ScanRange(
                        partition.topic(),
                        partition.partition(),
                        Math.max(begin, to - OFFSETS),
                        to));
              });
      return ranges;
    }
  }

  /** Returns the start offsets of the partitions that are not read from their beginning. */
  private static Map<TopicPartition, Long> starts(
      SourceConfig source,
      KafkaConsumer<?, ?> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    switch (source.startFrom()) {
      case COMMITTED ->
          consumer
              .committed(new HashSet<>(partitions))
              .forEach(
                  (partition, committed) -> {
                    if (committed != null) {
                      starts.put(partition, committed.offset());
                    }
                  });
      case EARLIEST -> {
        // Nothing is before the start.
      }
      case LATEST -> starts.putAll(ends);
      case INSTANT -> {
        long from = Objects.requireNonNull(source.kafka().startInstant()).toEpochMilli();
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from));
        consumer
            .offsetsForTimes(times)
            .forEach(
                (partition, found) ->
                    starts.put(
                        partition,
                        found == null ? BrokerAnswer.of(ends, partition) : found.offset()));
      }
    }
    return starts;
  }
}
