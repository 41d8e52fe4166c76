package io.portage.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** What one poll returned: marked, cut at the stops, and packed. */
final class TrackedPoll {
  private final Map<TopicPartition, List<TrackedRecord>> entries = new LinkedHashMap<>();

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
    List<TrackedRecord> wanted = new ArrayList<>(records.size() + 1);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (!cursor.isBeforeStop(record.offset())) {
        break;
      }
      wanted.add(TrackedRecord.of(record, cursor.advance(record.offset())));
    }
    if (!wanted.isEmpty()) {
      entries.put(partition, wanted);
    }
  }

  /** Puts an end mark behind the partition's records. */
  void append(TopicPartition partition, long offset, RecordCoverage end) {
    entries.computeIfAbsent(partition, tp -> new ArrayList<>()).add(TrackedRecord.end(offset, end));
  }

  /**
   * In packs of {@code most}; where there is nothing, the one empty object that KafkaIO knows.
   *
   * @param atEnd whether no further record of a partition is known
   */
  ConsumerRecords<byte[], byte[]> chunks(int most, Predicate<TopicPartition> atEnd) {
    if (entries.isEmpty()) {
      return ConsumerRecords.empty();
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> packs = new LinkedHashMap<>();
    entries.forEach(
        (partition, list) ->
            packs.put(
                partition,
                RecordChunk.records(
                    partition.topic(), partition.partition(), list, most, atEnd.test(partition))));
    return new ConsumerRecords<>(packs);
  }
}
