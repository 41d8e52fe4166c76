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
 * Looks again and again at what a group has committed while a job works: every change below stands
 * in the table, itself or a newer one of its key, or among the dead letters; and nothing committed
 * is ever taken back.
 *
 * <p>The offsets are read first, the table after them, so that what it finds is never too early.
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

  /** What a change is to leave behind: the number in the name of its row, or a dead letter. */
  private record ObservedCommit(long key, int number, String letter) {}

  /** A change was sent, the {@code number}-th of all. */
  synchronized void sent(Event event, int number) {
    List<ObservedCommit> partition =
        sent.computeIfAbsent(event.partition(), at -> new ArrayList<>());
    String place = event.partition() + "-" + partition.size();
    long key = Long.parseLong(new String(event.key(), StandardCharsets.UTF_8));
    partition.add(new ObservedCommit(key, number, SteadyLoad.isPoison(number) ? place : null));
  }

  /** How many looks found more committed than the one before. */
  synchronized int moved() {
    return moved;
  }

  /** Looks once. */
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
    assertThat(letters()).describedAs("letters at " + committed).containsAll(dead);
  }

  private synchronized void take(Map<Integer, Long> committed) {
    committed.forEach(
        (partition, offset) -> {
          assertThat(offset).isGreaterThanOrEqualTo(last.getOrDefault(partition, 0L));
          List<ObservedCommit> all = sent.getOrDefault(partition, List.of());
          for (ObservedCommit one :
              all.subList(seen.getOrDefault(partition, 0), offset.intValue())) {
            if (one.letter() == null) {
              newest.merge(one.key(), one.number(), Math::max);
            } else {
              dead.add(one.letter());
            }
          }
          seen.put(partition, offset.intValue());
        });
    last = committed;
    moved++;
  }

  /** The number in each row's name, marked rows too: a delete writes the image that it has. */
  private Map<Long, Integer> rows() throws Exception {
    Map<Long, Integer> rows = new HashMap<>();
    for (List<String> row : job.job().database().rows(job.table(), List.of("user_id", "name"))) {
      rows.put(Long.parseLong(row.get(0)), Integer.parseInt(row.get(1).substring(1)));
    }
    return rows;
  }

  private Set<String> letters() {
    Set<String> places = new HashSet<>();
    job.job().letters().forEach(letter -> places.add(TestJob.place(letter).split(" ")[1]));
    return places;
  }
}
