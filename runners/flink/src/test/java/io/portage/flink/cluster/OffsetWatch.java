package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.contract.SteadyLoad;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares a group's committed offsets with the table, repeatedly, while a job works: every change
 * below a committed offset is in the table, itself or a newer one of its key, or among the dead
 * letters; and no committed offset ever decreases.
 *
 * <p>The offsets are read before the table, so a difference is never due to the order of the reads.
 */
final class OffsetWatch {
  private final ClusterJob job;
  private final Map<Integer, List<ObservedCommit>> sent = new HashMap<>();
  private final Map<Integer, Integer> seen = new HashMap<>();
  private final Map<Long, Integer> newest = new HashMap<>();
  private final Set<String> dead = new HashSet<>();
  private Map<Integer, Long> last = new TreeMap<>();
  private int moved;

  OffsetWatch(ClusterJob job) {
    this.job = job;
  }

  /** The expected trace of a change: the number in the name of its row, or a dead letter. */
  private record ObservedCommit(long key, int number, String deadLetter) {}

  /** Records that a change was sent, the {@code number}-th of all. */
  synchronized void sent(Event event, int number) {
    List<ObservedCommit> partition =
        sent.computeIfAbsent(event.partition(), at -> new ArrayList<>());
    String place = event.partition() + "-" + partition.size();
    long key = Long.parseLong(new String(event.key(), StandardCharsets.UTF_8));
    partition.add(new ObservedCommit(key, number, SteadyLoad.isPoison(number) ? place : null));
  }

  /** Returns the number of looks that found a higher committed offset than the one before. */
  synchronized int moved() {
    return moved;
  }

  /** Compares once. */
  void look() {
    try {
      compare();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void compare() throws Exception {
    Map<Integer, Long> committed = job.job().committed();
    if (committed.equals(last)) {
      return;
    }
    take(committed);
    assertThat(rows().entrySet())
        .describedAs("rows at " + committed)
        .allMatch(row -> row.getValue() >= newest.getOrDefault(row.getKey(), 0));
    assertThat(rows().keySet()).describedAs("keys at " + committed).containsAll(newest.keySet());
    assertThat(deadLetters()).describedAs("dead letters at " + committed).containsAll(dead);
  }

  private synchronized void take(Map<Integer, Long> committed) {
    committed.forEach(
        (partition, offset) -> {
          assertThat(offset).isGreaterThanOrEqualTo(last.getOrDefault(partition, 0L));
          List<ObservedCommit> all = sent.getOrDefault(partition, List.of());
          for (ObservedCommit one :
              all.subList(seen.getOrDefault(partition, 0), offset.intValue())) {
            if (one.deadLetter() == null) {
              newest.merge(one.key(), one.number(), Math::max);
            } else {
              dead.add(one.deadLetter());
            }
          }
          seen.put(partition, offset.intValue());
        });
    last = committed;
    moved++;
  }

  /**
   * Returns the number in each row's name, with rows marked as deleted: a delete writes its image.
   */
  private Map<Long, Integer> rows() throws Exception {
    Map<Long, Integer> rows = new HashMap<>();
    for (List<String> row : job.job().database().rows(job.table(), List.of("user_id", "name"))) {
      rows.put(Long.parseLong(row.get(0)), Integer.parseInt(row.get(1).substring(1)));
    }
    return rows;
  }

  private Set<String> deadLetters() {
    Set<String> places = new HashSet<>();
    job.job()
        .deadLetters()
        .forEach(deadLetter -> places.add(TestJob.place(deadLetter).split(" ")[1]));
    return places;
  }
}
