package io.portage.read;

import io.portage.kafka.SourcePartitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The slots of one consumer, which read the partitions that no reader was planned for.
 *
 * <p>The caller sees a slot as a partition whose records are chunks of any of these partitions. The
 * offset of such a record is the number of the slot's chunk; the chunk contains the offsets of its
 * records. Not thread-safe.
 */
final class AssignedSlots {
  private final PartitionAvailability availability;
  private final Map<TopicPartition, SlotPositions> slots = new HashMap<>();
  private final Map<TopicPartition, TopicPartition> slotOf = new HashMap<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private Map<String, PartitionDiscovery.DiscoveredTopic> seen = Map.of();

  AssignedSlots(PartitionAvailability availability) {
    this.availability = availability;
  }

  void clear() {
    slots.clear();
    slotOf.clear();
    positions.clear();
    seen = Map.of();
  }

  void assign(TopicPartition slot) {
    slots.put(slot, availability.slotPositions(slot));
  }

  Set<TopicPartition> all() {
    return slots.keySet();
  }

  boolean contains(Object partition) {
    return partition instanceof TopicPartition slot && slots.containsKey(slot);
  }

  /** Returns the number of the slot's next chunk, and continues there. */
  long position(TopicPartition slot) {
    positions.putAll(of(slot).current());
    return of(slot).count();
  }

  /** Continues a slot at the chunk with this number. */
  void seek(TopicPartition slot, long count) {
    positions.putAll(of(slot).seek(count));
  }

  private SlotPositions of(TopicPartition slot) {
    SlotPositions known = slots.get(slot);
    if (known == null) {
      throw new IllegalStateException("not assigned: " + slot);
    }
    return known;
  }

  /**
   * Passes each discovered partition of these slots to {@code found} once, with its position; null
   * if it is unknown.
   */
  void discover(BiConsumer<TopicPartition, Long> found) {
    if (slots.isEmpty() || seen == availability.discovered()) {
      return;
    }
    seen = availability.discovered();
    SourcePartitions planned = availability.planned();
    seen.forEach(
        (topic, now) -> {
          for (int i = 0; i < now.partitions(); i++) {
            TopicPartition partition = new TopicPartition(topic, i);
            if (planned.isOfSlot(partition) && !slotOf.containsKey(partition)) {
              TopicPartition slot = planned.slotOf(partition);
              if (slots.containsKey(slot)) {
                slotOf.put(partition, slot);
                found.accept(partition, positions.remove(partition));
              }
            }
          }
        });
  }

  /** Returns the records with those of the slots' partitions as records of the slots. */
  ConsumerRecords<byte[], byte[]> inSlots(ConsumerRecords<byte[], byte[]> chunks) {
    if (slotOf.isEmpty() || chunks.partitions().stream().noneMatch(slotOf::containsKey)) {
      return chunks;
    }
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new LinkedHashMap<>();
    for (TopicPartition partition : chunks.partitions()) {
      TopicPartition slot = slotOf.get(partition);
      if (slot == null) {
        all.put(partition, chunks.records(partition));
        continue;
      }
      List<ConsumerRecord<byte[], byte[]>> ofSlot =
          all.computeIfAbsent(slot, name -> new ArrayList<>());
      for (ConsumerRecord<byte[], byte[]> chunk : chunks.records(partition)) {
        SlotPositions counted = of(slot);
        ofSlot.add(withOffset(chunk, counted.count()));
        counted.add(partition, chunk.offset() + 1);
      }
    }
    return new ConsumerRecords<>(all);
  }

  private static ConsumerRecord<byte[], byte[]> withOffset(
      ConsumerRecord<byte[], byte[]> chunk, long offset) {
    return new ConsumerRecord<>(
        chunk.topic(),
        chunk.partition(),
        offset,
        chunk.timestamp(),
        chunk.timestampType(),
        chunk.serializedKeySize(),
        chunk.serializedValueSize(),
        chunk.key(),
        chunk.value(),
        chunk.headers(),
        chunk.leaderEpoch());
  }
}
