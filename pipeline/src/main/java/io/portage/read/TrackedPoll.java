package io.portage.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The records of one poll, with the offset ranges they cover, cut at the stop offsets. */
final class TrackedPoll {
  private final Map<TopicPartition, List<TrackedRecord>> entries = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  TrackedPoll(ConsumerRecords<byte[], byte[]> polled, Map<TopicPartition, OffsetCursor> cursors) {
    for (TopicPartition partition : polled.partitions()) {
      OffsetCursor cursor = cursors.get(partition);
      if (cursor != null) {
        track(partition, polled.records(partition), cursor);
      }
    }
  }

  private void track(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, OffsetCursor cursor) {
    List<TrackedRecord> tracked = new ArrayList<>(records.size() + 1);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (!cursor.isBeforeStop(record.offset())) {
        break;
      }
      tracked.add(TrackedRecord.of(record, cursor.advance(record.offset())));
    }
    if (!tracked.isEmpty()) {
      entries.put(partition, tracked);
      positions.put(partition, cursor.nextOffset());
    }
  }

  /** Returns the offset after the last record of each partition that has records. */
  Map<TopicPartition, Long> positions() {
    return positions;
  }

  /** Appends an end mark to the partition's records. */
  void append(TopicPartition partition, long offset, RecordCoverage end) {
    entries.computeIfAbsent(partition, tp -> new ArrayList<>()).add(TrackedRecord.end(offset, end));
  }

  /**
   * Returns the records in chunks of at most {@code most}; without records, the empty object that
   * KafkaIO recognizes.
   *
   * @param atEnd true for a partition without further known records
   */
  ConsumerRecords<byte[], byte[]> chunks(int most, Predicate<TopicPartition> atEnd) {
    if (entries.isEmpty()) {
      return ConsumerRecords.empty();
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> chunks = new LinkedHashMap<>();
    entries.forEach(
        (partition, list) ->
            chunks.put(
                partition,
                RecordChunk.records(
                    partition.topic(), partition.partition(), list, most, atEnd.test(partition))));
    return new ConsumerRecords<>(chunks);
  }
}
