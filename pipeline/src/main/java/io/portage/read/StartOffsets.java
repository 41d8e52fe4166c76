package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.PartitionOffsets;
import java.io.Serializable;
import java.time.Instant;
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
  long resolve(PartitionOffsets offsets, TopicPartition partition) {
    return switch (source.startFrom()) {
      case COMMITTED -> committed(offsets, partition);
      case EARLIEST -> offsets.beginning(partition);
      case LATEST -> offsets.end(partition);
      case INSTANT -> offsetForTime(offsets, partition);
    };
  }

  /**
   * Returns the start offset of a partition created while the job ran: the committed offset, else
   * the beginning, whatever {@code startFrom} is.
   */
  static long startOfDiscovered(PartitionOffsets offsets, TopicPartition partition) {
    return committed(offsets, partition);
  }

  /**
   * Returns the error for an {@code offset} that is not in the log; asks the broker for the log's
   * bounds.
   */
  static LostOffsetsException lost(
      PartitionOffsets offsets, TopicPartition partition, long offset) {
    return LostOffsetsException.of(
        partition.topic(),
        partition.partition(),
        offset,
        offsets.beginning(partition),
        offsets.end(partition));
  }

  private static long committed(PartitionOffsets offsets, TopicPartition partition) {
    OffsetAndMetadata committed = offsets.committed(partition);
    long beginning = offsets.beginning(partition);
    if (committed == null) {
      return beginning;
    }
    long offset = committed.offset();
    // A fetch would detect the first; the second would go unnoticed if the stop is below it.
    if (offset < beginning || offset > offsets.end(partition)) {
      throw lost(offsets, partition, offset);
    }
    return offset;
  }

  private long offsetForTime(PartitionOffsets offsets, TopicPartition partition) {
    Instant start = source.kafka().startInstant();
    if (start == null) {
      throw new IllegalStateException("startFrom is an instant, but no instant is given");
    }
    OffsetAndTimestamp found = offsets.atTime(partition, start.toEpochMilli());
    return found == null ? offsets.end(partition) : found.offset();
  }
}
