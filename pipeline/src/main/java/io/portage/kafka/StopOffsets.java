package io.portage.kafka;

import io.portage.config.SourceConfig;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a bounded run stops: for every partition the first offset that is not read.
 *
 * <p>Immutable. A partition that was made after the offsets were resolved is not in here; a bounded
 * run reads nothing of it.
 */
public final class StopOffsets implements Serializable {
  private static final long serialVersionUID = 1;

  private final TreeMap<String, TreeMap<Integer, Long>> offsets = new TreeMap<>();

  private StopOffsets(Map<String, ? extends Map<Integer, Long>> offsets) {
    offsets.forEach((topic, partitions) -> this.offsets.put(topic, new TreeMap<>(partitions)));
  }

  /** These offsets, by topic and partition. */
  public static StopOffsets of(Map<String, ? extends Map<Integer, Long>> offsets) {
    return new StopOffsets(offsets);
  }

  /**
   * The offsets that are last now in all partitions of the source's topics: behind the last
   * committed record, or before the first open transaction. Topics that the configuration waits for
   * have none while they do not exist.
   *
   * @throws TopicMissingException when a topic does not exist that is not waited for, or none does
   * @throws KafkaUnavailableException when the brokers do not answer within 15 seconds
   */
  public static StopOffsets resolve(SourceConfig source) {
    try (TopicAdmin cluster = TopicAdmin.open(source)) {
      List<String> topics = source.topics();
      if (source.discovery().waitForTopics()) {
        Set<String> existing = cluster.describeExisting(topics).keySet();
        topics = existing.isEmpty() ? topics : List.copyOf(existing);
      }
      return of(cluster.endOffsets(topics));
    }
  }

  /** The stop of a partition, or null when there is none. */
  public @Nullable Long of(String topic, int partition) {
    Map<Integer, Long> partitions = offsets.get(topic);
    return partitions == null ? null : partitions.get(partition);
  }

  /** What to do with one partition and its stop. */
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
  public boolean equals(Object other) {
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
