package io.portage.commit;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * The committed offsets of a consumer group, through Kafka's admin client. The group has no
 * members, because Portage's consumers assign their partitions themselves; so an admin client may
 * commit for it at any time.
 */
final class BrokerOffsets implements GroupOffsets {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String group;
  private final String bootstrapServers;
  private final Admin admin;

  private BrokerOffsets(String group, String bootstrapServers, Admin admin) {
    this.group = group;
    this.bootstrapServers = bootstrapServers;
    this.admin = admin;
  }

  static BrokerOffsets open(SourceConfig source) {
    return new BrokerOffsets(
        source.groupId(), source.bootstrapServers(), KafkaClients.admin(source));
  }

  @Override
  public Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions)
      throws UnavailableException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    await(
            admin
                .listConsumerGroupOffsets(
                    Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
                .partitionsToOffsetAndMetadata(group),
            deadline())
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets, Consumer<TopicPartition> done)
      throws UnavailableException {
    Map<TopicPartition, OffsetAndMetadata> requested = new HashMap<>();
    offsets.forEach((partition, offset) -> requested.put(partition, new OffsetAndMetadata(offset)));
    AlterConsumerGroupOffsetsResult result = admin.alterConsumerGroupOffsets(group, requested);
    each(
        offsets.keySet(),
        result::partitionResult,
        (partition, committed) -> done.accept(partition));
  }

  @Override
  public void ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> end)
      throws UnavailableException {
    Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
    partitions.forEach(partition -> requested.put(partition, OffsetSpec.latest()));
    ListOffsetsResult result =
        admin.listOffsets(requested, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    each(
        partitions,
        result::partitionResult,
        (partition, found) -> end.accept(partition, found.offset()));
  }

  /**
   * Passes all answers that arrive in time to {@code use}; then throws the first failure, if any.
   */
  private <T> void each(
      Collection<TopicPartition> partitions,
      Function<TopicPartition, KafkaFuture<T>> answers,
      BiConsumer<TopicPartition, T> use)
      throws UnavailableException {
    long deadline = deadline();
    UnavailableException first = null;
    for (TopicPartition partition : partitions) {
      try {
        use.accept(partition, await(answers.apply(partition), deadline));
      } catch (UnavailableException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  private <T> T await(KafkaFuture<T> future, long deadline) throws UnavailableException {
    try {
      return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    } catch (TimeoutException e) {
      throw new UnavailableException(
          bootstrapServers + " gave no answer in " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownMemberIdException
          || cause instanceof RebalanceInProgressException
          || cause instanceof GroupNotEmptyException) {
        throw new CommitException(
            "group "
                + group
                + " has members that subscribe to topics, so its offsets cannot be"
                + " committed. Stop them, or give this job a groupId of its own.",
            cause);
      }
      if (cause instanceof RetriableException) {
        throw new UnavailableException(bootstrapServers + ": " + cause.getMessage(), cause);
      }
      throw new CommitException("group " + group + ": " + cause, cause);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
