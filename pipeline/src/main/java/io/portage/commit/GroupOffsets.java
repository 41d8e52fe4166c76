package io.portage.commit;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed offsets of one consumer group, and the end offsets of its partitions. Each call
 * sends one request for all partitions and waits once.
 */
interface GroupOffsets extends AutoCloseable {
  /** Returns the committed offsets of those of {@code partitions} that have one. */
  Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions)
      throws UnavailableException;

  /**
   * Reads the partitions' end offsets for a consumer of committed records.
   *
   * @param end receives each known end offset, also if the call then fails for other partitions
   */
  void ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> end)
      throws UnavailableException;

  /**
   * Commits offsets. The broker checks nothing, not even that they increase.
   *
   * @param done receives each committed partition, also if the call then fails for others
   */
  void commit(Map<TopicPartition, Long> offsets, Consumer<TopicPartition> done)
      throws UnavailableException;

  @Override
  void close();

  /** The broker does not answer now; a retry may succeed. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
