package io.portage.commit;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
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
 * The group's offsets on the broker. The group has no members: Portage's consumers assign their
 * partitions themselves, so an administrator may commit for it at any time.
 */
final class BrokerOffsets implements GroupOffsets {
  private static final long PATIENCE_SECONDS = 15;

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
  public OptionalLong committed(String topic, int partition) throws UnavailableException {
    TopicPartition tp = new TopicPartition(topic, partition);
    OffsetAndMetadata found =
        answer(
                admin
                    .listConsumerGroupOffsets(
                        Map.of(
                            group, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(tp))))
                    .partitionsToOffsetAndMetadata(group))
            .get(tp);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  @Override
  public void commit(String topic, int partition, long offset) throws UnavailableException {
    TopicPartition tp = new TopicPartition(topic, partition);
    answer(
        admin
            .alterConsumerGroupOffsets(group, Map.of(tp, new OffsetAndMetadata(offset)))
            .partitionResult(tp));
  }

  @Override
  public long end(String topic, int partition) throws UnavailableException {
    TopicPartition tp = new TopicPartition(topic, partition);
    return answer(
            admin
                .listOffsets(
                    Map.of(tp, OffsetSpec.latest()),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(tp))
        .offset();
  }

  private <T> T answer(KafkaFuture<T> future) throws UnavailableException {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    } catch (TimeoutException e) {
      throw new UnavailableException(
          bootstrapServers + " gave no answer in " + PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnknownMemberIdException
          || cause instanceof RebalanceInProgressException
          || cause instanceof GroupNotEmptyException) {
        throw new CommitException(
            "group "
                + group
                + " has members that subscribe to topics with it, so its offsets cannot be"
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
