package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.publish.EventPublisher;
import io.portage.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process follows a steady load, during which the database is stopped for half a minute, killed
 * once, and the broker restarted once. It ends with the right table, exactly the poison among the
 * dead letters, and the end offsets committed.
 *
 * <p>{@code -Dsteady.seconds=N} changes the duration, 90 at least; {@code -Dsteady.figures} names a
 * file for figures.
 */
@Tag("full")
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SteadyRunContract extends OnARunner {
  private static final int SECONDS = Integer.getInteger("steady.seconds", 150);
  private static final int TICK_MS = 100;
  private static final int EVENTS_A_TICK = 25;
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void endsWithTheRightTableAfterOutages(Sandbox sandbox) throws Exception {
    HistoryKind kind = HistoryKind.TIME_SOFT;
    TestJob job =
        TestJob.create(sandbox, engine(), beamOptions(), "steady", SteadyLoad.PARTITIONS, Map.of());
    kind.createTables(job.database());
    kind.rejectPoison(job.database());
    Path config = Configs.write(folder, kind.config(), "late: apply", 1_000);
    SteadyLoad load = new SteadyLoad(4);
    try (JobProcess process = job.start(main(), config, List.of("-Xmx600m"))) {
      ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
      Future<?> outages = clock.submit(() -> outages(sandbox, clock));
      Duration lagging;
      try {
        produce(job, load, clock);
        outages.get(1, TimeUnit.MINUTES);
        lagging = awaitTheEnd(job, process, load);
      } finally {
        clock.shutdownNow();
      }
      assertThat(process.isAlive()).isTrue();
      process.terminate();

      assertThat(SteadyLoad.rows(job.database(), "users_enriched")).isEqualTo(load.rows());
      assertThat(job.deadLetters().stream().map(TestJob::place).distinct())
          .containsExactlyInAnyOrderElementsOf(load.poisoned());
      ContractFigures.add(
          "steady.figures",
          "%s: %d events in %d s, %d rows, %d poison, %d dead letters, at the end %d s after the"
              + " last event",
          engine().runner(),
          load.count(),
          SECONDS,
          load.rows().size(),
          load.poisoned().size(),
          job.deadLetters().size(),
          lagging.toSeconds());
    }
  }

  /** Publishes a few events every tick, also during outages of the broker. */
  private static void produce(TestJob job, SteadyLoad load, ScheduledExecutorService clock)
      throws Exception {
    int ticks = SECONDS * 1_000 / TICK_MS;
    CountDownLatch left = new CountDownLatch(ticks);
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), job.topic())) {
      Future<?> producing =
          clock.scheduleAtFixedRate(
              () -> {
                if (left.getCount() > 0) {
                  for (int i = 0; i < EVENTS_A_TICK; i++) {
                    publisher.send(load.next());
                  }
                  left.countDown();
                }
              },
              0,
              TICK_MS,
              TimeUnit.MILLISECONDS);
      assertThat(left.await(SECONDS + 120L, TimeUnit.SECONDS)).isTrue();
      producing.cancel(false);
      publisher.flush();
    }
  }

  /** Schedules the outages at fixed fractions of the duration. */
  private static void outages(Sandbox sandbox, ScheduledExecutorService clock) {
    at(0.15, clock, () -> sandbox.postgres().stop());
    after(OUTAGE, clock, () -> sandbox.postgres().start());
    at(0.15, clock, () -> sandbox.postgres().kill());
    after(Duration.ofSeconds(2), clock, () -> sandbox.postgres().start());
    at(
        0.15,
        clock,
        () -> {
          sandbox.kafka().stop();
          sandbox.kafka().start();
        });
  }

  private static void at(double part, ScheduledExecutorService clock, Runnable happening) {
    after(Duration.ofMillis((long) (part * SECONDS * 1_000)), clock, happening);
  }

  private static void after(Duration pause, ScheduledExecutorService clock, Runnable happening) {
    try {
      clock.schedule(happening, pause.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Duration awaitTheEnd(TestJob job, JobProcess process, SteadyLoad load) {
    Map<Integer, Long> ends = new TreeMap<>();
    IntStream.range(0, SteadyLoad.PARTITIONS).forEach(i -> ends.put(i, load.end(i)));
    long begin = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .failFast("the job ended", (Callable<Boolean>) () -> !process.isAlive())
        .untilAsserted(() -> assertThat(job.committed()).isEqualTo(ends));
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
