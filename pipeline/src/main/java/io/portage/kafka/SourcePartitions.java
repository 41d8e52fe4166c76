package io.portage.kafka;

import io.portage.config.SourceConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a job reads, fixed before it starts: the existing partitions of its topics
 * and the partition headroom, or slots.
 *
 * <p>A slot has a reader like a partition. It stands for all partitions that are discovered later
 * and that the slot's number is computed for, however many they are. A job whose topics are
 * selected by a pattern has slots instead of a headroom.
 *
 * <p>Immutable. Without slots, partitions beyond the headroom are not read; the job fails when they
 * appear.
 */
public final class SourcePartitions implements Serializable {
  private static final long serialVersionUID = 1;

  /** The id of a topic whose id is unknown. */
  public static final String NO_ID = "";

  /** The topic of slots; no topic of Kafka can have this name. */
  private static final String SLOT_TOPIC = "*";

  private static final int SLOTS = 8;

  private final TreeMap<String, TopicPartitions> topics;
  private final int slots;

  /**
   * The partitions of one topic.
   *
   * @param existing the number of existing partitions; 0 while the topic does not exist
   * @param capacity the number of partitions that readers are planned for: existing and headroom
   * @param id distinguishes the topic from a later one of the same name; or {@link #NO_ID}
   */
  public record TopicPartitions(int existing, int capacity, String id) implements Serializable {}

  private SourcePartitions(Map<String, TopicPartitions> topics, int slots) {
    this.topics = new TreeMap<>(topics);
    this.slots = slots;
  }

  /** Returns the partitions of {@code topics}, without slots. */
  public static SourcePartitions of(Map<String, TopicPartitions> topics) {
    return of(topics, 0);
  }

  /** Returns the partitions of {@code topics} and this number of slots. */
  public static SourcePartitions of(Map<String, TopicPartitions> topics, int slots) {
    return new SourcePartitions(topics, slots);
  }

  /** Returns the partitions of a run that ends at {@code stops}, without headroom. */
  public static SourcePartitions of(StopOffsets stops) {
    Map<String, TopicPartitions> topics = new TreeMap<>();
    stops.forEach(
        (topic, partition, stop) ->
            topics.merge(
                topic,
                new TopicPartitions(partition + 1, partition + 1, NO_ID),
                (one, other) -> one.existing() < other.existing() ? other : one));
    return of(topics);
  }

  /**
   * Returns the current partitions of the source's topics and the configured headroom; with a
   * pattern no headroom, but slots.
   *
   * @throws TopicMissingException if a topic does not exist and the configuration does not wait for
   *     it
   * @throws KafkaUnavailableException if the brokers do not answer within 15 seconds
   */
  public static SourcePartitions resolve(SourceConfig source) {
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      boolean isPattern = source.topicSelection().isPattern();
      List<String> names = admin.names(source.topicSelection());
      if (names.isEmpty() && !source.discovery().waitForTopics()) {
        throw new TopicMissingException(
            "no topic of " + source.bootstrapServers() + " matches source.kafka.topicPattern");
      }
      Map<String, TopicDescription> found =
          isPattern || source.discovery().waitForTopics()
              ? admin.describeExisting(names)
              : admin.topics(names);
      Map<String, TopicPartitions> topics = new TreeMap<>();
      for (String name : names) {
        TopicDescription topic = found.get(name);
        if (topic == null && isPattern) {
          continue; // deleted after it was listed
        }
        int existing = topic == null ? 0 : topic.partitions().size();
        int headroom = isPattern ? 0 : source.discovery().headroomFor(existing);
        // At least 1: a topic without partitions would look like one that is not configured.
        int capacity = Math.max(1, existing + headroom);
        topics.put(
            name, new TopicPartitions(existing, capacity, topic == null ? NO_ID : id(topic)));
      }
      return new SourcePartitions(topics, isPattern ? SLOTS : 0);
    }
  }

  /** Returns the id of {@code topic}; {@link #NO_ID} with brokers before 2.8. */
  public static String id(TopicDescription topic) {
    Uuid id = topic.topicId();
    return id == null || id.equals(Uuid.ZERO_UUID) ? NO_ID : id.toString();
  }

  /** Returns the partitions of a topic, or null if it is not read. */
  public @Nullable TopicPartitions of(String topic) {
    return topics.get(topic);
  }

  /** Returns all topics by name. */
  public Map<String, TopicPartitions> topics() {
    return Map.copyOf(topics);
  }

  /** Returns all partitions, with those of the headroom. */
  public List<TopicPartition> all() {
    return distribute(1).get(0);
  }

  /** Returns a copy without slots. */
  public SourcePartitions withoutSlots() {
    return new SourcePartitions(topics, 0);
  }

  /** Returns true if partitions without a reader of their own are read through slots. */
  public boolean hasSlots() {
    return slots > 0;
  }

  /** Returns the number of slots. */
  public int slots() {
    return slots;
  }

  /** Returns true if this is a slot and not a partition of Kafka. */
  public static boolean isSlot(TopicPartition partition) {
    return partition.topic().equals(SLOT_TOPIC);
  }

  /** Returns true if no reader was planned for the partition, so that it belongs to a slot. */
  public boolean isOfSlot(TopicPartition partition) {
    TopicPartitions planned = topics.get(partition.topic());
    return slots > 0 && (planned == null || partition.partition() >= planned.capacity());
  }

  /** Returns the slot of a partition, the same in every process and release. */
  public TopicPartition slotOf(TopicPartition partition) {
    // The hash of a string is defined by Java.
    int hash = partition.topic().hashCode() + partition.partition();
    return new TopicPartition(SLOT_TOPIC, Math.floorMod(hash, slots));
  }

  /** Returns the number of existing partitions and slots; a topic that is missing counts as 1. */
  public int readable() {
    return slots + topics.values().stream().mapToInt(topic -> Math.max(1, topic.existing())).sum();
  }

  /**
   * Distributes all partitions and slots over at most {@code most} parts, and at most one part per
   * existing partition or slot. Each part has about the same share of the existing partitions, the
   * headroom and the slots.
   */
  public List<List<TopicPartition>> distribute(int most) {
    List<List<TopicPartition>> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(most, readable()); i++) {
      parts.add(new ArrayList<>());
    }
    int first = 0;
    for (Map.Entry<String, TopicPartitions> topic : topics.entrySet()) {
      for (int i = 0; i < topic.getValue().capacity(); i++) {
        parts.get((first + i) % parts.size()).add(new TopicPartition(topic.getKey(), i));
      }
      first += Math.max(1, topic.getValue().existing());
    }
    for (int slot = 0; slot < slots; slot++) {
      parts.get((first + slot) % parts.size()).add(new TopicPartition(SLOT_TOPIC, slot));
    }
    return parts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourcePartitions that
        && slots == that.slots
        && topics.equals(that.topics);
  }

  @Override
  public int hashCode() {
    return topics.hashCode();
  }

  @Override
  public String toString() {
    return topics.toString();
  }
}
