package io.portage.kafka;

import io.portage.config.SourceConfig;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stop offsets of a bounded run: for every partition the first offset that is not read.
 *
 * <p>Immutable. Partitions created after the offsets were resolved are not contained; a bounded run
 * does not read them.
 */
public final class StopOffsets implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<String, TreeMap<Integer, Long>> offsets = new TreeMap<>();

  private StopOffsets(Map<String, ? extends Map<Integer, Long>> offsets) {
    offsets.forEach((topic, partitions) -> this.offsets.put(topic, new TreeMap<>(partitions)));
  }

  /** Returns these offsets, by topic and partition. */
  public static StopOffsets of(Map<String, ? extends Map<Integer, Long>> offsets) {
    return new StopOffsets(offsets);
  }

  /**
   * Returns the current end offsets of all partitions of the source's topics: after the last
   * committed record, or before the first open transaction. A topic that does not exist yet and
   * that the configuration waits for has none.
   *
   * @throws TopicMissingException if a topic does not exist and the configuration does not wait for
   *     it, or if no topic exists
   * @throws KafkaUnavailableException if the brokers do not answer within 15 seconds
   */
  public static StopOffsets resolve(SourceConfig source) {
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      List<String> topics = admin.names(source.topicSelection());
      if (topics.isEmpty()) {
        throw new TopicMissingException(
            "no topic of " + source.bootstrapServers() + " matches source.kafka.topicPattern");
      }
      if (source.discovery().waitForTopics()) {
        Set<String> existing = admin.describeExisting(topics).keySet();
        topics = existing.isEmpty() ? topics : List.copyOf(existing);
      }
      return of(admin.endOffsets(topics));
    }
  }

  /** Returns the stop offset of a partition, or null if it has none. */
  public @Nullable Long of(String topic, int partition) {
    Map<Integer, Long> partitions = offsets.get(topic);
    return partitions == null ? null : partitions.get(partition);
  }

  /** A visitor of stop offsets. */
  @FunctionalInterface
  public interface StopOffsetVisitor {
    /** Visits one partition. */
    void visitStop(String topic, int partition, long stop);
  }

  /** Visits all partitions, by topic and number. */
  public void forEach(StopOffsetVisitor visitor) {
    offsets.forEach(
        (topic, partitions) ->
            partitions.forEach((partition, stop) -> visitor.visitStop(topic, partition, stop)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StopOffsets that && offsets.equals(that.offsets);
  }

  @Override
  public int hashCode() {
    return offsets.hashCode();
  }

  @Override
  public String toString() {
    return offsets.toString();
  }
}
