package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random histories end as a simple model predicts: disorder, duplicates, ties, deletes, key
 * changes, truncates, partial rows, large rows, late records, and the same topic read again. A run
 * has several histories of disjoint keys; its seed is part of its name.
 */
public abstract class RandomHistoryContract extends OnARunner {
  private static final int HISTORIES = 16;

  /** The kinds of jobs; the runs use them in turn. */
  private static final List<HistoryKind> KINDS =
      List.of(
          HistoryKind.TIME_SOFT,
          HistoryKind.TIME_HARD,
          HistoryKind.LOG_SOFT,
          HistoryKind.MOVES_SOFT,
          HistoryKind.MOVES_HARD);

  @TestFactory
  Stream<DynamicTest> endAsTheModelPredicts(Sandbox sandbox) {
    return IntStream.range(0, runner().historyRuns())
        .mapToObj(
            seed -> {
              HistoryKind job = KINDS.get(seed % KINDS.size());
              return DynamicTest.dynamicTest(job + " seed " + seed, () -> run(sandbox, job, seed));
            });
  }

  private void run(Sandbox sandbox, HistoryKind kind, int seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ContractTimeline timeline = new ContractTimeline(kind.truncates(random), false);
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      histories.add(kind.history(random, i, timeline));
    }
    List<EventFile.Event> events = new ArrayList<>(History.interleave(histories, random));
    for (long truncate : timeline.truncates()) {
      int at = random.nextInt(events.size() + 1);
      events.add(at, History.truncate(kind, random, truncate));
    }
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "history_" + seed, 3, Map.of());
    kind.createTables(job.database());
    PortageConfig config = job.config(kind.config());
    String name = kind + " seed " + seed;
    int first = random.nextInt(events.size());

    job.publish(events.subList(0, first));
    LedgerSummary one = job.run(config);
    job.publish(events.subList(first, events.size()));
    LedgerSummary two = job.run(config);

    kind.requireExpected(job.database(), histories, Set.of(), name);
    assertThat(one.read() + two.read()).isEqualTo(events.size());
    assertThat(one.isBalanced() && two.isBalanced()).isTrue();
    assertThat(one.dead() + two.dead()).isZero();

    job.forgetOffsets();
    LedgerSummary again = job.run(config);

    assertThat(again.read()).isEqualTo(events.size());
    assertThat(again.applied()).as(name).matches(timeline::canApplyAgain);
    assertThat(again.isBalanced()).isTrue();
    assertThat(again.dead()).isZero();
    kind.requireExpected(job.database(), histories, Set.of(), name);
  }
}
