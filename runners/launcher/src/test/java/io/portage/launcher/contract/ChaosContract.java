package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.portage.config.ConfigReader;
import io.portage.config.PortageConfig;
import io.portage.fault.Following;
import io.portage.fault.TcpProxy;
import io.portage.launcher.EventFile.Event;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories under random faults end as a plain model says, with exactly the poison in the
 * dead letters, whatever happens to the servers, the network and the job meanwhile.
 *
 * <p>A run holds {@value #HISTORIES} histories of disjoint keys; its seed stands in its name. The
 * seed decides the events and the faults, but not what a fault meets. {@code -Dchaos.first=N
 * -Dchaos.runs=M} take other seeds; {@code -Dchaos.figures=FILE} keeps a line of each run.
 */
@Tag("full")
public abstract class ChaosContract extends OnARunner {
  private static final int HISTORIES = 16;
  private static final int POISON = 4;
  private static final List<HistoryKind> KINDS = List.of(HistoryKind.values());
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> endAsTheModelSaysUnderFaults(Sandbox sandbox) {
    Integer runs = Integer.getInteger("chaos.runs");
    long first = Long.getLong("chaos.first", 0);
    List<Long> chosen =
        runs == null
            ? runner().chaosSeeds()
            : LongStream.range(first, first + runs).boxed().toList();
    return chosen.stream()
        .map(
            seed -> {
              HistoryKind kind = KINDS.get((int) (seed % KINDS.size()));
              return DynamicTest.dynamicTest(
                  kind + " seed " + seed,
                  () ->
                      assertTimeoutPreemptively(
                          PATIENCE, () -> new Run(sandbox, kind, seed).run()));
            });
  }

  /** One run. */
  private final class Run {
    private final Sandbox sandbox;
    private final HistoryKind kind;
    private final long seed;
    private final SplittableRandom random;
    private final List<History> histories = new ArrayList<>();
    private final List<String> poisoned = new ArrayList<>();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final long begin = System.nanoTime();

    Run(Sandbox sandbox, HistoryKind kind, long seed) {
      this.sandbox = sandbox;
      this.kind = kind;
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    void run() throws Exception {
      List<Event> events = events();
      TestJob direct =
          TestJob.create(
              sandbox, engine(), beamOptions(), "chaos_" + seed, History.PARTITIONS, Map.of());
      kind.createTables(direct.database());
      kind.refusePoison(direct.database());
      try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
        TestJob job = direct.through(proxy);
        PortageConfig config = config(job);
        followUnderFaults(job, config, proxy, events);
        LedgerSummary last = endUnderAFault(job, config, proxy);
        check(job);
        assertThat(last.isBalanced()).as("%s", last).isTrue();
        readAgain(job, config, events.size());
      }
      note(events.size());
    }

    private void note(int events) {
      Figures.add(
          "chaos.figures",
          "%s %s seed %d histories %d events %d poison %d faults %s seconds %d",
          engine().runner(),
          kind,
          seed,
          HISTORIES,
          events,
          poisoned.size(),
          struck,
          (System.nanoTime() - begin) / 1_000_000_000);
    }

    private List<Event> events() {
      for (int i = 0; i < HISTORIES; i++) {
        histories.add(kind.history(random, i));
      }
      List<Event> events = new ArrayList<>(History.interleave(histories, random));
      for (int i = 0; i < POISON; i++) {
        events.add(random.nextInt(events.size() + 1), History.poison(kind, random, i));
        events.add(random.nextInt(events.size() + 1), History.malformed(random));
      }
      int[] offsets = new int[History.PARTITIONS];
      for (Event event : events) {
        String at = event.partition() + "-" + offsets[event.partition()]++;
        String text = event.text();
        if (text.startsWith("###")) {
          poisoned.add("Decode " + at);
        } else if (text.contains("\"poison\"")) {
          poisoned.add("Upsert " + at);
        }
      }
      return events;
    }

    private PortageConfig config(TestJob job) throws Exception {
      String emitEvery = random.nextInt(50, 500) + "ms";
      int batchRows = random.nextBoolean() ? 1_000 : random.nextInt(1, 8);
      Path file =
          Configs.write(folder, kind.config(), "late: apply, emitEvery: " + emitEvery, batchRows);
      return ConfigReader.read(file, job.environment());
    }

    private void followUnderFaults(
        TestJob job, PortageConfig config, TcpProxy proxy, List<Event> events) throws Exception {
      ExecutorService publisher = Executors.newSingleThreadExecutor();
      PipelineResult following = follow(job, config);
      try {
        int chunks = 2 + random.nextInt(3);
        for (int i = 0; i < chunks; i++) {
          List<Event> chunk =
              events.subList(events.size() * i / chunks, events.size() * (i + 1) / chunks);
          Future<?> published = publisher.submit(() -> job.publish(chunk));
          Fault fault = Fault.any(random);
          struck.merge(fault, 1, Integer::sum);
          fault.strike(sandbox, proxy, random);
          if (fault == Fault.JOB_RESTART) {
            assertStillRuns(following);
            Following.cancel(following);
            following = follow(job, config);
          }
          published.get(2, TimeUnit.MINUTES);
        }
        assertStillRuns(following);
      } finally {
        publisher.shutdownNow();
        Following.cancel(following);
      }
    }

    /** No fault may end a job. */
    private void assertStillRuns(PipelineResult following) {
      assertThat(Following.isRunning(following)).as("%s %s", seed, struck).isTrue();
    }

    private PipelineResult follow(TestJob job, PortageConfig config) {
      return job.follow(config, runner().followOptions().toArray(new String[0]));
    }

    private LedgerSummary endUnderAFault(TestJob job, PortageConfig config, TcpProxy proxy)
        throws Exception {
      Fault fault = Fault.any(random);
      ExecutorService striker = Executors.newSingleThreadExecutor();
      try {
        Future<?> over =
            fault.isOfTheDatabase()
                ? striker.submit(() -> fault.strike(sandbox, proxy, random))
                : striker.submit(() -> {});
        if (fault.isOfTheDatabase()) {
          struck.merge(fault, 1, Integer::sum);
        }
        LedgerSummary ledger = job.run(config);
        over.get(1, TimeUnit.MINUTES);
        return ledger;
      } finally {
        striker.shutdownNow();
      }
    }

    private void check(TestJob job) throws Exception {
      assertThat(kind.rows(job.database()))
          .as("%s %s", seed, struck)
          .isEqualTo(kind.expected(histories));
      assertThat(job.letters().stream().map(TestJob::place).distinct())
          .as("%s %s", seed, struck)
          .containsExactlyInAnyOrderElementsOf(poisoned);
    }

    /** Everything once more: each record has its outcome, and none changes anything. */
    private void readAgain(TestJob job, PortageConfig config, int events) throws Exception {
      job.forgetOffsets();

      LedgerSummary again = job.run(config);

      assertThat(again.read()).isEqualTo(events);
      assertThat(again.applied()).isZero();
      assertThat(again.dead()).isEqualTo(poisoned.size());
      assertThat(again.isBalanced()).as("%s", again).isTrue();
      check(job);
    }
  }
}
