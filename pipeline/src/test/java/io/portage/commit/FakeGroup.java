package io.portage.commit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A group in memory whose broker can be made unreachable. */
final class FakeGroup implements GroupOffsets {
  final Map<TopicPartition, Long> committed = new HashMap<>();
  final Map<TopicPartition, Long> ends = new HashMap<>();
  final List<Map<TopicPartition, Long>> commits = new ArrayList<>();
  int requests;
  int endsAsked;
  boolean down;
  Runnable onWait = () -> {};

  static TopicPartition users(int partition) {
    return new TopicPartition("users", partition);
  }

  @Override
  public Map<TopicPartition, Long> committed(Collection<TopicPartition> partitions)
      throws UnavailableException {
    ask();
    Map<TopicPartition, Long> found = new HashMap<>(committed);
    found.keySet().retainAll(partitions);
    return found;
  }

  @Override
  public void ends(Collection<TopicPartition> partitions, BiConsumer<TopicPartition, Long> end)
      throws UnavailableException {
    ask();
    endsAsked++;
    partitions.forEach(partition -> end.accept(partition, ends.getOrDefault(partition, 0L)));
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets, Consumer<TopicPartition> done)
      throws UnavailableException {
    ask();
    commits.add(Map.copyOf(offsets));
    offsets.keySet().forEach(done);
  }

  private void ask() throws UnavailableException {
    requests++;
    if (down) {
      onWait.run();
      throw new UnavailableException("broker:9092 gave no answer", new IllegalStateException());
    }
  }

  @Override
  public void close() {}
}
