package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.fault.FollowingPipeline;
import io.portage.fault.TcpProxy;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.sandbox.Sandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories under random faults end as a plain model says, whatever happens to the servers,
 * the network, the job and the processes that it runs in meanwhile. The dead letters hold nothing
 * but poison, and when the tables take it and the letters are replayed, it is where it belongs.
 *
 * <p>A run holds {@value #HISTORIES} histories of disjoint keys; its seed stands in its name. The
 * seed decides the events and the faults, but not what a fault meets. {@code -Dchaos.first=N
 * -Dchaos.runs=M} take other seeds; {@code -Dchaos.figures=FILE} keeps a line of each run.
 */
@Tag("full")
public abstract class ChaosContract extends OnARunner {
  private static final int HISTORIES = 40;
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
    private final ContractTimeline course;
    private final List<History> poison = new ArrayList<>();

    /** Where letters come from that there must be. */
    private final List<String> dead = new ArrayList<>();

    /**
     * The same of changes that may be dead: poison that a newer change of its key may overtake
     * before it is tried, and changes that it is merged into, such as a soft delete.
     */
    private final List<String> doubtful = new ArrayList<>();

    private int malformed;
    private final Map<ContractFault, Integer> struck = new EnumMap<>(ContractFault.class);
    private final long begin = System.nanoTime();

    Run(Sandbox sandbox, HistoryKind kind, long seed) {
      this.sandbox = sandbox;
      this.kind = kind;
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.course = new ContractTimeline(kind.truncates(random), true);
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
        Path file = configuration();
        PortageConfig config = ConfigReader.read(file, job.environment());
        followUnderFaults(job, config, proxy, events);
        LedgerSummary last = underAFault(proxy, () -> job.run(config));
        assertThat(last.isBalanced()).as("%s", last).isTrue();
        checkAllButPoison(job);
        kind.takePoison(job.database());
        Path filled = job.filled(file);
        underAFault(proxy, () -> replay(filled));
        checkAll(job);
        readAgain(job, config, events.size());
      }
      note(events.size());
    }

    private void note(int events) {
      ContractFigures.add(
          "chaos.figures",
          "%s %s seed %d histories %d events %d poison %d faults %s seconds %d",
          engine().runner(),
          kind,
          seed,
          HISTORIES,
          events,
          dead.size(),
          struck,
          (System.nanoTime() - begin) / 1_000_000_000);
    }

    private List<Event> events() {
      for (int i = 0; i < HISTORIES; i++) {
        histories.add(kind.history(random, i, course));
      }
      List<Event> events = new ArrayList<>(History.interleave(histories, random));
      course.truncates().forEach(order -> insert(events, History.truncate(kind, random, order)));
      for (int i = 0; i < POISON; i++) {
        poison.add(History.poison(kind, random, i, course));
        insert(events, poison.get(i).events().get(0));
        insert(events, History.malformed(random));
      }
      int[] offsets = new int[History.PARTITIONS];
      for (Event event : events) {
        String at = event.partition() + "-" + offsets[event.partition()]++;
        String text = event.value() == null ? "" : event.text();
        if (text.startsWith("###")) {
          dead.add("Decode " + at);
          malformed++;
        } else if (text.contains("\"" + History.POISON + "\"")) {
          dead.add("Upsert " + at);
        } else if (text.contains("\"" + History.POISON) || isOfAPoisonedKey(event)) {
          doubtful.addAll(
              List.of("Upsert " + at, "Upsert " + at + "#upsert", "Upsert " + at + "#delete"));
        }
      }
      return events;
    }

    private boolean isOfAPoisonedKey(Event event) {
      if (event.key() == null) {
        return false;
      }
      long key = Long.parseLong(new String(event.key(), StandardCharsets.UTF_8));
      return histories.stream().anyMatch(history -> history.poisoned().contains(key));
    }

    private void insert(List<Event> events, Event event) {
      events.add(random.nextInt(events.size() + 1), event);
    }

    private Path configuration() throws Exception {
      String emitEvery = random.nextInt(50, 500) + "ms";
      int batchRows = random.nextBoolean() ? 1_000 : random.nextInt(1, 8);
      return Configs.write(
          folder, kind.config(), "late: apply, emitEvery: " + emitEvery, batchRows);
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
          ContractFault fault = ContractFault.any(random, runner().killsWorkers());
          struck.merge(fault, 1, Integer::sum);
          fault.strike(sandbox, proxy, random);
          if (fault == ContractFault.JOB_RESTART) {
            assertStillRuns(following);
            FollowingPipeline.cancel(following);
            following = follow(job, config);
          } else if (fault == ContractFault.WORKER_KILL) {
            runner().killWorker();
          }
          published.get(2, TimeUnit.MINUTES);
        }
        assertStillRuns(following);
      } finally {
        publisher.shutdownNow();
        FollowingPipeline.cancel(following);
      }
    }

    /** No fault may end a job. */
    private void assertStillRuns(PipelineResult following) {
      assertThat(FollowingPipeline.isRunning(following)).as(name()).isTrue();
    }

    private PipelineResult follow(TestJob job, PortageConfig config) {
      return job.follow(config, runner().followOptions().toArray(new String[0]));
    }

    /** Does something bounded while something may happen to the database or the way to it. */
    private <T> T underAFault(TcpProxy proxy, Callable<T> work) throws Exception {
      ContractFault fault = ContractFault.any(random, false);
      if (!fault.isOfTheDatabase()) {
        return work.call();
      }
      struck.merge(fault, 1, Integer::sum);
      ExecutorService striker = Executors.newSingleThreadExecutor();
      Future<?> over = striker.submit(() -> fault.strike(sandbox, proxy, random));
      try {
        return work.call();
      } finally {
        over.get(1, TimeUnit.MINUTES);
        striker.shutdownNow();
      }
    }

    /** Replays the letters of the sink, as a user does: once more when the database is away. */
    private String replay(Path config) {
      List<String> all = new ArrayList<>(List.of("deadletters", "replay", "--yes"));
      all.addAll(List.of("--stage=Upsert", "--config=" + config));
      all.addAll(beamOptions());
      StringWriter printed = new StringWriter();
      PrintWriter both = new PrintWriter(printed, true);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> Portage.execute(engine(), both, both, all.toArray(new String[0])),
              code -> code == ExitCode.OK || !printed.toString().contains("cannot run"));
      assertThat(printed.toString()).as(name()).contains("balanced");
      return printed.toString();
    }

    /** A key with poison stands at an older version, or is absent, until its letter is replayed. */
    private void checkAllButPoison(TestJob job) throws Exception {
      Set<Long> poisoned = new HashSet<>();
      histories.forEach(history -> poisoned.addAll(history.poisoned()));
      kind.requireExpected(job.database(), histories, poisoned, name());
      checkLetters(job);
    }

    private void checkAll(TestJob job) throws Exception {
      List<History> all = new ArrayList<>(histories);
      all.addAll(poison);
      kind.requireExpected(job.database(), all, Set.of(), name());
      checkLetters(job);
    }

    private void checkLetters(TestJob job) {
      Map<String, DeadLetter> letters = new TreeMap<>();
      job.letters().forEach(letter -> letters.put(TestJob.place(letter), letter));
      assertThat(letters.keySet()).as(name()).containsAll(dead);
      letters.keySet().removeAll(dead);
      letters.keySet().removeAll(doubtful);
      assertThat(letters).as(name()).isEmpty();
    }

    private String name() {
      return kind + " seed " + seed + " " + struck;
    }

    /** Everything once more: each record has its outcome, and none changes anything. */
    private void readAgain(TestJob job, PortageConfig config, int events) throws Exception {
      job.forgetOffsets();

      LedgerSummary again = job.run(config);

      assertThat(again.read()).isEqualTo(events);
      assertThat(again.applied()).as(name()).matches(course::canApplyAgain);
      assertThat(again.dead()).isEqualTo(malformed);
      assertThat(again.isBalanced()).as("%s", again).isTrue();
      checkAll(job);
    }
  }
}
