package io.portage.read;

import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Which of the partitions that have readers are there, and wanted: not the room for those to come,
 * and none of a topic that has left the configuration.
 */
final class PartitionAvailability implements AutoCloseable {
  private final SerializableReadSpec plan;
  private final SourcePartitions made;
  private final ReadContext current;
  private boolean reading;

  PartitionAvailability(SerializableReadSpec plan, ReadContext current) {
    this.plan = plan;
    this.made = plan.handle().partitions();
    this.current = current;
  }

  boolean exists(TopicPartition partition) {
    SourcePartitions.TopicPartitions topic = made.of(partition.topic());
    StopOffsets stops = current.settings().stops();
    if (stops != null) {
      return stops.of(partition.topic(), partition.partition()) != null;
    }
    int known = topic == null ? 0 : topic.existing();
    return current.settings().source().topics().contains(partition.topic())
        && partition.partition()
            < Math.max(known, current.discovery().partitions(partition.topic()));
  }

  /** Whether it was made after the readers: it is read from its beginning. */
  boolean isNew(TopicPartition partition) {
    SourcePartitions.TopicPartitions topic = made.of(partition.topic());
    return topic == null || partition.partition() >= topic.existing();
  }

  /**
   * Looks for new partitions, if it is time. A bounded run wants none.
   *
   * @throws SourceChangedException when there are some that no reader was made for
   */
  void refresh() {
    if (!current.settings().isBounded()) {
      if (!reading) {
        reading = true;
        current.topicAdmin().acquire();
      }
      current.discovery().discoverIfDue();
      current.discovery().verifyReadersCover(made);
    }
  }

  /** What KafkaIO is told of a topic: that it has all partitions that readers are made for. */
  List<PartitionInfo> partitionInfos(String topic) {
    plan.markSplit();
    SourcePartitions.TopicPartitions known = made.of(topic);
    List<PartitionInfo> all = new ArrayList<>();
    for (int i = 0; known != null && i < known.capacity(); i++) {
      all.add(new PartitionInfo(topic, i, null, null, null));
    }
    return all;
  }

  /** Nothing will be looked for any more. */
  @Override
  public void close() {
    if (reading) {
      reading = false;
      current.topicAdmin().release();
    }
  }
}
