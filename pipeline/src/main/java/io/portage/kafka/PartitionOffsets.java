package io.portage.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The broker's offsets of the partitions of a consumer. A partition that does not exist yet is
 * empty: its offsets are 0.
 *
 * <p>For a caller that asks for one partition after the other, a request covers all partitions of
 * the consumer, so that their number does not multiply the round trips. Each answer is returned
 * once: a second question about a partition is a new request, so an answer is at most as old as the
 * caller's last round over its partitions.
 *
 * <p>Not thread-safe, as a Kafka consumer is not.
 */
public final class PartitionOffsets {
  private final Supplier<? extends Consumer<?, ?>> consumer;
  private final Set<TopicPartition> partitions;
  private final Predicate<TopicPartition> exists;
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new HashMap<>();

  /**
   * @param consumer returns the consumer that sends the requests
   * @param partitions the partitions of the consumer, a view of its present ones
   * @param exists tells whether a partition exists
   */
  public PartitionOffsets(
      Supplier<? extends Consumer<?, ?>> consumer,
      Set<TopicPartition> partitions,
      Predicate<TopicPartition> exists) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.exists = exists;
  }

  /** Returns the offset of the first record of each partition; always a request. */
  public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> of) {
    return ofExisting(of, Consumer::beginningOffsets);
  }

  /** Returns the offset after the last readable record of each partition; always a request. */
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> of) {
    return ofExisting(of, Consumer::endOffsets);
  }

  /** Returns the offset of the first record in the log. */
  public long beginning(TopicPartition partition) {
    return BrokerAnswer.of(
        answered(beginnings, partition, consumer.get()::beginningOffsets), partition);
  }

  /** Returns the offset after the last record that the consumer may read. */
  public long end(TopicPartition partition) {
    return BrokerAnswer.of(answered(ends, partition, consumer.get()::endOffsets), partition);
  }

  /** Returns the group's committed offset, or null. */
  public @Nullable OffsetAndMetadata committed(TopicPartition partition) {
    return answered(committed, partition, asked -> consumer.get().committed(Set.copyOf(asked)))
        .get(partition);
  }

  /** Returns the first record at or after a time in milliseconds, or null; always a request. */
  public @Nullable OffsetAndTimestamp atTime(TopicPartition partition, long millis) {
    return consumer.get().offsetsForTimes(Map.of(partition, millis)).get(partition);
  }

  /** Discards the answers that were not asked for: later questions are requests. */
  public void forget() {
    beginnings.clear();
    ends.clear();
    committed.clear();
  }

  /** Returns the answer for {@code partition} alone, and removes it from {@code unused}. */
  private <V extends @Nullable Object> Map<TopicPartition, V> answered(
      Map<TopicPartition, V> unused,
      TopicPartition partition,
      Function<Collection<TopicPartition>, Map<TopicPartition, V>> request) {
    if (!unused.containsKey(partition)) {
      Set<TopicPartition> asked = existing(partitions);
      asked.add(partition);
      unused.clear();
      unused.putAll(request.apply(asked));
    }
    Map<TopicPartition, V> answer = new HashMap<>();
    if (unused.containsKey(partition)) {
      answer.put(partition, unused.remove(partition));
    }
    return answer;
  }

  private Map<TopicPartition, Long> ofExisting(
      Collection<TopicPartition> of,
      BiFunction<Consumer<?, ?>, Collection<TopicPartition>, Map<TopicPartition, Long>> request) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    of.forEach(partition -> offsets.put(partition, 0L));
    Set<TopicPartition> asked = existing(of);
    if (!asked.isEmpty()) {
      offsets.putAll(request.apply(assigned(asked), asked));
    }
    return offsets;
  }

  /**
   * Returns the consumer. KafkaIO assigns nothing to the consumer that reads end offsets only;
   * without an assignment the client fetches the metadata of the topics before each request.
   */
  private Consumer<?, ?> assigned(Set<TopicPartition> asked) {
    Consumer<?, ?> assigned = consumer.get();
    if (partitions.isEmpty() && !assigned.assignment().equals(asked)) {
      assigned.assign(asked);
    }
    return assigned;
  }

  private Set<TopicPartition> existing(Collection<TopicPartition> of) {
    return of.stream().filter(exists).collect(Collectors.toCollection(HashSet::new));
  }
}
