package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.BrokerAnswer;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Resolves the start offset of a partition without a checkpoint. */
final class StartOffsets implements Serializable {
  private static final long serialVersionUID = 1;

  private final SourceConfig source;

  StartOffsets(SourceConfig source) {
    this.source = source;
  }

  /**
   * Returns the start offset by the configuration.
   *
   * @throws LostOffsetsException if the group's committed offset is not in the log
   */
  long resolve(Consumer<?, ?> consumer, TopicPartition partition) {
    return switch (source.startFrom()) {
      case COMMITTED -> committed(consumer, partition);
      case EARLIEST -> beginning(consumer, partition);
      case LATEST -> end(consumer, partition);
      case INSTANT -> offsetForTime(consumer, partition);
    };
  }

  /**
   * Returns the start offset of a partition created while the job ran: the committed offset, else
   * the beginning, whatever {@code startFrom} is.
   */
  static long startOfDiscovered(Consumer<?, ?> consumer, TopicPartition partition) {
    return committed(consumer, partition);
  }

  /**
   * Returns the error for an {@code offset} that is not in the log; asks the broker for the log's
   * bounds.
   */
  static LostOffsetsException lost(Consumer<?, ?> consumer, TopicPartition partition, long offset) {
    return LostOffsetsException.of(
        partition.topic(),
        partition.partition(),
        offset,
        beginning(consumer, partition),
        end(consumer, partition));
  }

  private static long committed(Consumer<?, ?> consumer, TopicPartition partition) {
    OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
    long beginning = beginning(consumer, partition);
    if (committed == null) {
      return beginning;
    }
    long offset = committed.offset();
    // A fetch would detect the first; the second would go unnoticed if the stop is below it.
    if (offset < beginning || offset > end(consumer, partition)) {
      throw lost(consumer, partition, offset);
    }
    return offset;
  }

  private long offsetForTime(Consumer<?, ?> consumer, TopicPartition partition) {
    Instant start = source.kafka().startInstant();
    if (start == null) {
      throw new IllegalStateException("startFrom is an instant, but no instant is given");
    }
    OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(partition, start.toEpochMilli())).get(partition);
    return found == null ? end(consumer, partition) : found.offset();
  }

  private static long beginning(Consumer<?, ?> consumer, TopicPartition partition) {
    return BrokerAnswer.of(consumer.beginningOffsets(List.of(partition)), partition);
  }

  private static long end(Consumer<?, ?> consumer, TopicPartition partition) {
    return BrokerAnswer.of(consumer.endOffsets(List.of(partition)), partition);
  }
}
