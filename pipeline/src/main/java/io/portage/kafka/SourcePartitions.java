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
 * The partitions that a job reads, settled before it starts: those that its topics have, and room
 * for some that they may gain.
 *
 * <p>Immutable. What a topic gains beyond its room is not read; the job fails then.
 */
public final class SourcePartitions implements Serializable {
  private static final long serialVersionUID = 1;

  /** What stands for an id that is not known. */
  public static final String NO_ID = "";

  private final TreeMap<String, TopicPartitions> topics;

  /**
   * One topic.
   *
   * @param existing how many partitions it has; 0 while it does not exist
   * @param capacity how many it may have
   * @param id what tells it from a later one of the same name, or {@link #NO_ID}
   */
  public record TopicPartitions(int existing, int capacity, String id) implements Serializable {}

  private SourcePartitions(Map<String, TopicPartitions> topics) {
    this.topics = new TreeMap<>(topics);
  }

  /** These topics. */
  public static SourcePartitions of(Map<String, TopicPartitions> topics) {
    return new SourcePartitions(topics);
  }

  /**
   * The partitions of a run that ends at {@code stops}: no others are read, and there is no room.
   */
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
   * What the source's topics have now, with the configuration's room.
   *
   * @throws TopicMissingException when a topic does not exist that is not waited for
   * @throws KafkaUnavailableException when the brokers do not answer within 15 seconds
   */
  public static SourcePartitions resolve(SourceConfig source) {
    try (TopicAdmin cluster = TopicAdmin.open(source)) {
      Map<String, TopicDescription> found =
          source.discovery().waitForTopics()
              ? cluster.describeExisting(source.topics())
              : cluster.topics(source.topics());
      Map<String, TopicPartitions> topics = new TreeMap<>();
      for (String name : source.topics()) {
        TopicDescription topic = found.get(name);
        int known = topic == null ? 0 : topic.partitions().size();
        int room = source.discovery().headroomFor(known);
        // A topic without partitions could not be told from one that nobody wants.
        int bound = Math.max(1, known + room);
        topics.put(name, new TopicPartitions(known, bound, topic == null ? NO_ID : id(topic)));
      }
      return new SourcePartitions(topics);
    }
  }

  /** What tells {@code topic} from others of its name; brokers before 2.8 have no ids. */
  public static String id(TopicDescription topic) {
    Uuid id = topic.topicId();
    return id == null || id.equals(Uuid.ZERO_UUID) ? NO_ID : id.toString();
  }

  /** The topic of this name, or null when it is not read. */
  public @Nullable TopicPartitions of(String topic) {
    return topics.get(topic);
  }

  /** All topics, by name. */
  public Map<String, TopicPartitions> topics() {
    return Map.copyOf(topics);
  }

  /** All partitions, those that there is room for too. */
  public List<TopicPartition> all() {
    return distribute(1).get(0);
  }

  /**
   * All partitions in as many parts as there are partitions now, {@code most} at most; each part
   * has some that are there, and about as much room as the others.
   */
  public List<List<TopicPartition>> distribute(int most) {
    int there = topics.values().stream().mapToInt(topic -> Math.max(1, topic.existing())).sum();
    List<List<TopicPartition>> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(most, there); i++) {
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
  public boolean equals(Object other) {
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
