package io.portage.commit;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed offsets of one consumer group, and how far they could go. Each call asks the broker
 * once for all partitions and waits once, however many they are.
 */
interface GroupOffsets extends AutoCloseable {
  /** The committed offsets of those partitions that have one. */
  Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions)
      throws UnavailableException;

  /**
   * Where the partitions' logs end for who reads what is committed.
   *
   * @param end is told of each that is known, also when the call then fails for others
   */
  void ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> end)
      throws UnavailableException;

  /**
   * Commits; the broker checks nothing, not even that it goes forward.
   *
   * @param done is told of each partition that is committed, also when the call then fails for
   *     others
   */
  void commit(Map<TopicPartition, Long> offsets, Consumer<TopicPartition> done)
      throws UnavailableException;

  @Override
  void close();

  /** The broker cannot answer now; the same may work later. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
