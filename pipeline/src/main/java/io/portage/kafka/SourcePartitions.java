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
 * and the partition headroom.
 *
 * <p>Immutable. Partitions beyond the headroom are not read; the job fails when they appear.
 */
public final class SourcePartitions implements Serializable {
  private static final long serialVersionUID = 1;

  /** The id of a topic whose id is unknown. */
  public static final String NO_ID = "";

  private final TreeMap<String, TopicPartitions> topics;

  /**
   * The partitions of one topic.
   *
   * @param existing the number of existing partitions; 0 while the topic does not exist
   * @param capacity the number of partitions that readers are planned for: existing and headroom
   * @param id distinguishes the topic from a later one of the same name; or {@link #NO_ID}
   */
  public record TopicPartitions(int existing, int capacity, String id) implements Serializable {}

  private SourcePartitions(Map<String, TopicPartitions> topics) {
    this.topics = new TreeMap<>(topics);
  }

  /** Returns the partitions of {@code topics}. */
  public static SourcePartitions of(Map<String, TopicPartitions> topics) {
    return new SourcePartitions(topics);
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
    return new SourcePartitions(topics);
  }

  /**
   * Returns the current partitions of the source's topics and the configured headroom.
   *
   * @throws TopicMissingException if a topic does not exist and the configuration does not wait for
   *     it
   * @throws KafkaUnavailableException if the brokers do not answer within 15 seconds
   */
  public static SourcePartitions resolve(SourceConfig source) {
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      Map<String, TopicDescription> found =
          source.discovery().waitForTopics()
              ? admin.describeExisting(source.topics())
              : admin.topics(source.topics());
      Map<String, TopicPartitions> topics = new TreeMap<>();
      for (String name : source.topics()) {
        TopicDescription topic = found.get(name);
        int existing = topic == null ? 0 : topic.partitions().size();
        int headroom = source.discovery().headroomFor(existing);
        // At least 1: a topic without partitions would look like one that is not configured.
        int capacity = Math.max(1, existing + headroom);
        topics.put(
            name, new TopicPartitions(existing, capacity, topic == null ? NO_ID : id(topic)));
      }
      return new SourcePartitions(topics);
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

  /**
   * Distributes all partitions over at most {@code most} parts, and at most one part per existing
   * partition. Each part has existing partitions and about the same share of the headroom.
   */
  public List<List<TopicPartition>> distribute(int most) {
    int existing = topics.values().stream().mapToInt(topic -> Math.max(1, topic.existing())).sum();
    List<List<TopicPartition>> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(most, existing); i++) {
      parts.add(new ArrayList<>());
    }
    int first = 0;
    for (Map.Entry<String, TopicPartitions> topic : topics.entrySet()) {
      for (int i = 0; i < topic.getValue().capacity(); i++) {
        parts.get((first + i) % parts.size()).add(new TopicPartition(topic.getKey(), i));
      }
      first += Math.max(1, topic.getValue().existing());
    }
    return parts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourcePartitions that && topics.equals(that.topics);
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
