package io.portage.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The positions of the partitions of one slot, for each of its last chunks.
 *
 * <p>A runner's checkpoint holds one number per slot, the count of its chunks. A reader that
 * continues in the same process at a known count continues at the positions of that time. At any
 * other count, as in a new process, the positions are unknown: the partitions continue at their
 * committed offsets, so that some records are read again. Thread-safe, because successive readers
 * of a slot may run on different threads.
 */
final class SlotPositions {
  /** More chunks than a reader takes from the consumer and does not return before it ends. */
  private static final int MOST = 1_000;

  /** A chunk: its partition, and the position after it. */
  private record ReadChunk(TopicPartition partition, long position) {}

  private final Map<TopicPartition, Long> before = new HashMap<>();
  private final Deque<ReadChunk> chunks = new ArrayDeque<>();
  private long first;

  /** Returns the count after the last chunk. */
  synchronized long count() {
    return first + chunks.size();
  }

  /** Adds a chunk after which {@code partition} continues at {@code position}. */
  synchronized void add(TopicPartition partition, long position) {
    chunks.add(new ReadChunk(partition, position));
    if (chunks.size() > MOST) {
      forgetFirst();
    }
  }

  /** Returns the known positions after all chunks. */
  synchronized Map<TopicPartition, Long> current() {
    Map<TopicPartition, Long> positions = new HashMap<>(before);
    chunks.forEach(chunk -> positions.put(chunk.partition(), chunk.position()));
    return positions;
  }

  /** Returns the known positions after the first {@code count} chunks, and continues there. */
  synchronized Map<TopicPartition, Long> seek(long count) {
    if (count < first || count > count()) {
      before.clear();
      chunks.clear();
      first = count;
      return Map.of();
    }
    while (count() > count) {
      chunks.removeLast();
    }
    while (!chunks.isEmpty()) {
      forgetFirst();
    }
    return Map.copyOf(before);
  }

  private void forgetFirst() {
    ReadChunk chunk = chunks.removeFirst();
    before.put(chunk.partition(), chunk.position());
    first++;
  }
}
