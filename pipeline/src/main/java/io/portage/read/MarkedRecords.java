package io.portage.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one poll returned, marked and cut at the stops. Nothing is copied where nothing is cut or
 * appended: then the same object goes on (KafkaIO compares the empty one by identity).
 */
final class MarkedRecords {
  private final ConsumerRecords<byte[], byte[]> polled;
  private @Nullable Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> changed;

  MarkedRecords(ConsumerRecords<byte[], byte[]> polled) {
    this.polled = polled;
  }

  void mark(Map<TopicPartition, PartitionCursor> cursors) {
    for (TopicPartition partition : polled.partitions()) {
      PartitionCursor cursor = cursors.get(partition);
      if (cursor != null) {
        mark(partition, cursor);
      }
    }
  }

  private void mark(TopicPartition partition, PartitionCursor cursor) {
    List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
    int wanted = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (!cursor.wants(record.offset())) {
        break;
      }
      wanted++;
      Marks.clean(record.headers());
      Mark mark = cursor.pass(record.offset());
      if (mark != null) {
        Marks.add(record.headers(), mark);
      }
    }
    if (wanted < records.size()) {
      changed().put(partition, new ArrayList<>(records.subList(0, wanted)));
    }
  }

  /** Puts an end mark behind the partition's records. */
  void append(TopicPartition partition, long offset, Mark end) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null);
    Marks.add(record.headers(), end);
    changed().computeIfAbsent(partition, tp -> new ArrayList<>()).add(record);
  }

  private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> changed() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> lists = changed;
    if (lists == null) {
      lists = new HashMap<>();
      for (TopicPartition partition : polled.partitions()) {
        lists.put(partition, new ArrayList<>(polled.records(partition)));
      }
      changed = lists;
    }
    return lists;
  }

  ConsumerRecords<byte[], byte[]> records() {
    return changed == null ? polled : new ConsumerRecords<>(changed);
  }
}
