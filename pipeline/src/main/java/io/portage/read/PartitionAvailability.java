package io.portage.read;

import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Answers which planned partitions exist in Kafka and belong to a configured topic. Partitions of
 * the headroom that do not exist yet and partitions of topics that were removed from the
 * configuration do not count.
 */
final class PartitionAvailability implements AutoCloseable {
  private final SourcePartitions planned;
  private final ReadContext current;
  private boolean acquired;

  PartitionAvailability(SerializableReadSpec spec, ReadContext current) {
    this.planned = spec.handle().partitions();
    this.current = current;
  }

  boolean exists(TopicPartition partition) {
    SourcePartitions.TopicPartitions topic = planned.of(partition.topic());
    StopOffsets stops = current.settings().stops();
    if (stops != null) {
      return stops.of(partition.topic(), partition.partition()) != null;
    }
    int known = topic == null ? 0 : topic.existing();
    return current.isSource(partition.topic())
        && partition.partition()
            < Math.max(known, current.discovery().partitions(partition.topic()));
  }

  /**
   * Returns true if the partition was created after the readers; it is then read from its
   * beginning.
   */
  boolean isNew(TopicPartition partition) {
    SourcePartitions.TopicPartitions topic = planned.of(partition.topic());
    return topic == null || partition.partition() >= topic.existing();
  }

  /**
   * Looks for new partitions if the discovery interval has passed. A bounded run never looks.
   *
   * @throws SourceChangedException if partitions exist that no reader was planned for
   */
  void refresh() {
    if (!current.settings().isBounded()) {
      if (!acquired) {
        acquired = true;
        current.topicAdmin().acquire();
      }
      current.discovery().discoverIfDue();
      current.discovery().verifyReadersCover(planned);
    }
  }

  /** Returns the topics of the last look-up; the same object until the next look-up. */
  Map<String, PartitionDiscovery.DiscoveredTopic> discovered() {
    return current.discovery().found();
  }

  /** Returns the partitions that the readers were planned for. */
  SourcePartitions planned() {
    return planned;
  }

  /** Returns the positions that the readers of a slot share. */
  SlotPositions slotPositions(TopicPartition slot) {
    return current.slotPositions(slot);
  }

  /** Returns the partitions that KafkaIO sees in a topic: all that readers are planned for. */
  List<PartitionInfo> partitionInfos(String topic) {
    SourcePartitions.TopicPartitions known = planned.of(topic);
    int capacity = known == null ? 0 : known.capacity();
    if (SourcePartitions.isSlot(new TopicPartition(topic, 0))) {
      capacity = planned.slots();
    }
    List<PartitionInfo> all = new ArrayList<>();
    for (int i = 0; i < capacity; i++) {
      all.add(new PartitionInfo(topic, i, null, null, null));
    }
    return all;
  }

  /** Returns true if the job's readers must return no further records. */
  boolean isReadingStopped() {
    return current.isStopped();
  }

  /** Notes the offset after the last returned record of each of these partitions. */
  void returned(Map<TopicPartition, Long> positions) {
    current.returned(positions);
  }

  /** Ends the discovery for this reader. */
  @Override
  public void close() {
    if (acquired) {
      acquired = false;
      current.topicAdmin().release();
    }
  }
}
