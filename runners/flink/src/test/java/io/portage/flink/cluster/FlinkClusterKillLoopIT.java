package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten rounds: 200,000 changes and, at a random moment of their processing, {@code kill -9} of the
 * TaskManager. After each round the table is correct, and the group's offsets are never ahead of
 * it.
 *
 * <p>{@code -Dkill.seed=N} selects other moments, {@code -Dkill.rounds=N} another number of rounds.
 */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterKillLoopIT {
  private static final long SEED = Long.getLong("kill.seed", 7);
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 10);
  private static final int CHANGES = 200_000;

  /** The time by which processing outlasts the sending. */
  private static final int LATER_MS = 3_000;

  /** Flink's default, except that after ten consecutive failures each would wait a minute. */
  private static final Map<String, String> SHORT_PAUSES =
      Map.of(
          "restart-strategy.type", "exponential-delay",
          "restart-strategy.exponential-delay.max-backoff", "2 s");

  @TempDir private Path folder;

  @Test
  void endsRightTenTimesWhenATaskManagerIsKilledUnderLoad(Sandbox sandbox, TestReporter reporter)
      throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    ClusterJob job = ClusterJob.create(sandbox, "killed", SEED);
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
    try (FlinkCluster cluster = FlinkCluster.start(1, SHORT_PAUSES, Map.of())) {
      String jar = cluster.rest().upload(FlinkClusterSubmitIT.JAR);
      String id =
          cluster
              .rest()
              .run(
                  jar,
                  ClusterJob.args(
                      job.config(folder), "--parallelism=2", "--checkpointingInterval=2000"));
      Future<?> watching =
          clock.scheduleWithFixedDelay(job.watch()::look, 0, 500, TimeUnit.MILLISECONDS);
      for (int round = 1; round <= ROUNDS; round++) {
        int sent = job.load().count() + random.nextInt(CHANGES);
        int later = random.nextInt(LATER_MS);
        Future<?> sending = clock.submit(() -> job.publish(CHANGES));
        Awaitility.await()
            .atMost(2, TimeUnit.MINUTES)
            .pollInterval(5, TimeUnit.MILLISECONDS)
            .until(() -> job.load().count() >= sent);
        clock.schedule(cluster::killTaskManager, later, TimeUnit.MILLISECONDS).get();
        String moment =
            "seed %d, round %d: killed %d ms after %d changes were sent, when %s were committed"
                .formatted(SEED, round, later, sent, job.job().committed());
        reporter.publishEntry(moment);
        cluster.startTaskManager();
        sending.get(2, TimeUnit.MINUTES);
        job.awaitRight(cluster);
        requireSound(watching, moment);
      }

      assertThat(cluster.rest().restarts(id)).isGreaterThanOrEqualTo(ROUNDS);
      assertThat(job.watch().moved()).isGreaterThan(2 * ROUNDS);
    } finally {
      clock.shutdownNow();
    }
  }

  private static void requireSound(Future<?> watching, String round) throws InterruptedException {
    if (watching.isDone()) {
      try {
        watching.get();
      } catch (ExecutionException e) {
        throw new AssertionError(round, e.getCause());
      }
    }
  }
}
