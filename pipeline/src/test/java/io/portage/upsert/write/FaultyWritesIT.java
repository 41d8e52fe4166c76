package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.fault.FaultPlan;
import io.portage.fault.FaultySource.Act;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Writes random histories with random faults of the database. The changes are merged and batched at
 * random, in any order that the guard allows, with repetitions. The table must equal a plain model,
 * every change must have one outcome in every flush, and only poison rows are dead letters.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(300)
class FaultyWritesIT {
  private static final int KEYS = 4;
  private static final int ONE_IN = 25;
  private static final List<String> OUTAGES =
      List.of("08006", "08001", "57P01", "57P03", "40001", "40P01", "53300", "55P03", "25006");

  /** A batch takes several statements on MariaDB. */
  private final int histories = TestDatabase.current() == TestDatabase.POSTGRES ? 100 : 25;

  private final AtomicInteger failures = new AtomicInteger();
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text CHECK (name <> 'poison'), body text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.watched.faults().everywhere(Act.NONE);
    target.close();
  }

  @Test
  void fullRowsInAnyOrderWithSoftDeletes() {
    run(DeleteMode.SOFT, false);
  }

  @Test
  void fullRowsInAnyOrderWithTombstones() {
    run(DeleteMode.HARD, false);
  }

  @Test
  void partialRowsInOrderWithSoftDeletes() {
    run(DeleteMode.SOFT, true);
  }

  @Test
  void partialRowsInOrderWithTombstones() {
    run(DeleteMode.HARD, true);
  }

  private void run(DeleteMode deletes, boolean partial) {
    Map<Long, String> expected = new TreeMap<>();
    for (int seed = 0; seed < histories; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Change> history = history(random, 1 + seed * (KEYS + 1L), partial, expected);
      List<Change> arriving = partial ? again(history, random) : shuffled(history, random);
      BatchWriter writer = target.writer(target.config(deletes, null, 1 + random.nextInt(20)));
      target
          .watched
          .faults()
          .everywhere(FaultPlan.seldom(random.split(), ONE_IN, failures, outages()));

      for (List<Change> pane : panes(arriving, random)) {
        write(writer, pane, seed);
      }
    }
    target.watched.faults().everywhere(Act.NONE);

    String live = deletes == DeleteMode.SOFT ? " WHERE NOT gone" : "";
    assertThat(target.query("SELECT id, name, body FROM " + target.table + live + " ORDER BY id"))
        .isEqualTo(
            expected.entrySet().stream().map(row -> row.getKey() + "|" + row.getValue()).toList());
    assertThat(failures).hasValueGreaterThan(histories);
    assertThat(target.waits).hasSizeGreaterThan(histories);
  }

  private static List<String> outages() {
    return OUTAGES.stream().map(TestDatabase.current()::state).toList();
  }

  private void write(BatchWriter writer, List<Change> pane, int seed) {
    WriteResult result = new WriteResult();

    writer.write(pane, result);

    WriteCounts counts = result.counts();
    assertThat(counts.applied() + counts.duplicate() + counts.stale() + result.dead().size())
        .as("seed %d", seed)
        .isEqualTo(pane.size());
    assertThat(result.parked()).as("seed %d", seed).isEmpty();
    assertThat(result.dead().stream().map(deadLetter -> deadLetter.change().row().get("name")))
        .as("seed %d", seed)
        .allMatch("poison"::equals);
    assertThat(result.dead())
        .as("seed %d", seed)
        .hasSize((int) pane.stream().filter(FaultyWritesIT::isPoison).count());
  }

  private static boolean isPoison(Change change) {
    return "poison".equals(change.row().get("name"));
  }

  /**
   * Returns changes of a few keys with growing versions, and one poison row of a key of its own.
   */
  private List<Change> history(
      SplittableRandom random, long firstKey, boolean partial, Map<Long, String> expected) {
    List<Change> history = new ArrayList<>();
    int size = 5 + random.nextInt(25);
    Map<Long, String> bodies = new LinkedHashMap<>();
    for (int i = 1; i <= size; i++) {
      long key = firstKey + random.nextInt(KEYS);
      if (random.nextInt(5) == 0) {
        history.add(given.delete(key, i));
        expected.remove(key);
        bodies.remove(key);
      } else if (partial && bodies.containsKey(key) && random.nextBoolean()) {
        history.add(given.partial(key, i, "name", "n" + i));
        expected.put(key, "n" + i + "|" + bodies.get(key));
      } else {
        history.add(given.upsert(key, i, "name", "n" + i, "body", "b" + i));
        bodies.put(key, "b" + i);
        expected.put(key, "n" + i + "|b" + i);
      }
    }
    history.add(
        random.nextInt(history.size() + 1),
        given.upsert(firstKey + KEYS, size + 1, "name", "poison", "body", "b"));
    return history;
  }

  /** Returns all changes in random order, some of them twice. */
  private static List<Change> shuffled(List<Change> history, SplittableRandom random) {
    List<Change> all = new ArrayList<>(history);
    history.stream().filter(change -> random.nextInt(4) == 0).forEach(all::add);
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return all;
  }

  /** Returns the changes in order, with repetitions from an earlier one on, as after a restart. */
  private static List<Change> again(List<Change> history, SplittableRandom random) {
    List<Change> all = new ArrayList<>();
    int restarts = random.nextInt(4);
    for (int i = 0; i < history.size(); i++) {
      all.add(history.get(i));
      if (restarts > 0 && random.nextInt(8) == 0) {
        restarts--;
        i = random.nextInt(i + 1) - 1;
      }
    }
    return all;
  }

  /** Divides the changes into panes as Latest does: one merged change per key. */
  private static List<List<Change>> panes(List<Change> arriving, SplittableRandom random) {
    List<List<Change>> panes = new ArrayList<>();
    int from = 0;
    while (from < arriving.size()) {
      int to = Math.min(arriving.size(), from + 1 + random.nextInt(10));
      panes.add(List.copyOf(merged(arriving.subList(from, to))));
      from = to;
    }
    return panes;
  }

  private static Collection<Change> merged(List<Change> changes) {
    return changes.stream()
        .collect(
            Collectors.toMap(RowKey::of, change -> change, ChangeMerge::merge, LinkedHashMap::new))
        .values();
  }
}
