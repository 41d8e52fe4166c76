package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A job that follows its topics warns of dead letters and, on SIGTERM, commits what it has read.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StopContract extends OnARunner {
  @Test
  void finishesWhatItHasReadOnSigterm(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "stop", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    byte[] malformed = "no JSON".getBytes(StandardCharsets.UTF_8);
    job.publish(
        List.of(
            TestJob.user(1, 0, 1),
            TestJob.user(2, 0, 2),
            new EventFile.Event(1, null, malformed, 0, null),
            new EventFile.Event(2, null, malformed, 0, null)));

    Path config = Path.of("data/scenarios/users.yaml");
    try (JobProcess process = job.start(main(), config, List.of("-Xmx400m"))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () -> {
                assertThat(process.isAlive()).as(process.log()).isTrue();
                return process.log().contains("dead 2");
              });
      AtomicInteger published = new AtomicInteger(4);
      AtomicBoolean ended = new AtomicBoolean();
      Thread load =
          new Thread(
              () -> {
                while (!ended.get()) {
                  int first = published.get();
                  job.publish(
                      IntStream.range(first, first + 50)
                          .mapToObj(id -> TestJob.user(id, 0, id))
                          .toList());
                  published.addAndGet(50);
                }
              });
      load.start();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> committed(job) > 4);
      int code = process.terminate();
      ended.set(true);
      load.join();

      assertThat(code).as(process.log()).isEqualTo(ExitCode.OK);
      assertThat(process.log())
          .containsOnlyOnce(
              "WARN FirstOccurrenceLog - First dead letter of its kind: Decode MALFORMED")
          .containsPattern("dead +2\n")
          .contains(
              "Stopped. Every record that was read has its outcome, and its offset is committed.")
          .doesNotContain("\tat ");

      LedgerSummary rest = job.run(job.config(config));
      assertThat(rest.duplicate()).as("written, but not committed").isZero();
      assertThat(rest.stale()).isZero();
      assertThat(committed(job)).isEqualTo(published.get());
    }
    assertThat(job.deadLetters()).hasSize(2);
  }

  private static long committed(TestJob job) throws Exception {
    return job.committed().getOrDefault(0, 0L);
  }
}
