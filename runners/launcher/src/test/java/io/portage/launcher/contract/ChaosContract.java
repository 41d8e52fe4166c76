package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;
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
 * Random histories under random faults end as a simple model predicts, under faults of the servers,
 * the network, the job and its worker processes. Only poison becomes dead letters; after the tables
 * accept it, a replay of the dead letters writes it to its rows.
 *
 * <p>A run has {@value #HISTORIES} histories of disjoint keys; its seed is part of its name. The
 * seed determines the events and the faults, but not the state of the job at a fault. {@code
 * -Dchaos.first=N -Dchaos.runs=M} select other seeds; {@code -Dchaos.figures=FILE} writes a line
 * per run.
 */
@Tag("full")
public abstract class ChaosContract extends OnARunner {
  private static final int HISTORIES = 40;
  private static final int POISON = 4;
  private static final List<HistoryKind> KINDS = List.of(HistoryKind.values());
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> endAsTheModelPredictsUnderFaults(Sandbox sandbox) {
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

  /** One run of a seed. */
  private final class Run {
    private final Sandbox sandbox;
    private final HistoryKind kind;
    private final long seed;
    private final SplittableRandom random;
    private final List<History> histories = new ArrayList<>();
    private final ContractTimeline timeline;
    private final List<History> poison = new ArrayList<>();

    /** The places of all expected dead letters. */
    private final List<String> dead = new ArrayList<>();

    /**
     * The places of possible dead letters: poison that a newer change of its key may supersede
     * before it is written, and changes into which it is merged, such as a soft delete.
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
      this.timeline = new ContractTimeline(kind.truncates(random), true);
    }

    void run() throws Exception {
      List<Event> events = events();
      TestJob direct =
          TestJob.create(
              sandbox, engine(), beamOptions(), "chaos_" + seed, History.PARTITIONS, Map.of());
      kind.createTables(direct.database());
      kind.rejectPoison(direct.database());
      try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
        TestJob job = direct.through(proxy);
        Path file = configuration();
        PortageConfig config = ConfigReader.read(file, job.environment());
        followUnderFaults(job, config, proxy, events);
        LedgerSummary last = duringFault(proxy, () -> job.run(config));
        assertThat(last.isBalanced()).as("%s", last).isTrue();
        checkAllButPoison(job);
        kind.acceptPoison(job.database());
        Path filled = job.filled(file);
        duringFault(proxy, () -> replay(filled));
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
        histories.add(kind.history(random, i, timeline));
      }
      List<Event> events = new ArrayList<>(History.interleave(histories, random));
      timeline.truncates().forEach(order -> insert(events, History.truncate(kind, random, order)));
      for (int i = 0; i < POISON; i++) {
        poison.add(History.poison(kind, random, i, timeline));
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

    /** Asserts that no fault has ended the job. */
    private void assertStillRuns(PipelineResult following) {
      assertThatCode(() -> FollowingPipeline.rethrowFailure(following))
          .as("%s: the job", name())
          .doesNotThrowAnyException();
      if (!FollowingPipeline.isRunning(following)) {
        Throwable cause = catchThrowable(following::waitUntilFinish);
        fail(name() + ": the job has ended with the state " + following.getState(), cause);
      }
    }

    private PipelineResult follow(TestJob job, PortageConfig config) {
      return job.follow(config, runner().followOptions().toArray(new String[0]));
    }

    /** Runs a bounded operation that a fault of the database or of the network may interrupt. */
    private <T> T duringFault(TcpProxy proxy, Callable<T> work) throws Exception {
      ContractFault fault = ContractFault.any(random, false);
      if (!fault.affectsDatabase()) {
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

    /**
     * Replays the dead letters of the sink as a user does, again after an outage of the database.
     */
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

    /** Checks the rows except those with poison, which are older or absent until the replay. */
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
      job.deadLetters().forEach(letter -> letters.put(TestJob.place(letter), letter));
      assertThat(letters.keySet()).as(name()).containsAll(dead);
      letters.keySet().removeAll(dead);
      letters.keySet().removeAll(doubtful);
      assertThat(letters).as(name()).isEmpty();
    }

    private String name() {
      return kind + " seed " + seed + " " + struck;
    }

    /** Reads all records again: each one gets an outcome, and none changes a row. */
    private void readAgain(TestJob job, PortageConfig config, int events) throws Exception {
      job.forgetOffsets();

      LedgerSummary again = job.run(config);

      assertThat(again.read()).isEqualTo(events);
      assertThat(again.applied()).as(name()).matches(timeline::canApplyAgain);
      assertThat(again.dead()).isEqualTo(malformed);
      assertThat(again.isBalanced()).as("%s", again).isTrue();
      checkAll(job);
    }
  }
}
