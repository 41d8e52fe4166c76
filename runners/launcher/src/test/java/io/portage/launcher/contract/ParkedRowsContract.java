package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that follows its topics parks a child row until its parent arrives while others are
 * written, does not commit its offset meanwhile, and does not lose it when the job is killed.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ParkedRowsContract extends OnARunner {
  private static final Path SCENARIO = Path.of("data/scenarios/foreign-key-child-first");

  @TempDir private Path folder;

  @Test
  void writesAParkedChildWhenItsParentArrivesAlsoAfterAKill(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "waiting", 1, Map.of());
    job.database().execute(Files.readString(SCENARIO.resolve("given-tables.sql")));
    Path config = folder.resolve("job.yaml");
    Files.writeString(
        config,
        Files.readString(SCENARIO.resolve("given-config.yaml"))
            .replace("waiting: {atMost: 2s}", "waiting: {atMost: 10m}"));
    job.publish(
        List.of(
            event("customers", 20, "\"name\":\"twenty\"", 100),
            event("orders", 1, "\"customer\":10,\"note\":null", 200),
            event("orders", 2, "\"customer\":20,\"note\":null", 300)));

    try (JobProcess first = job.start(main(), config, List.of("-Xmx400m"))) {
      await(first).until(() -> orders(job).equals(List.of("2")));
      await(first).until(() -> job.committed().equals(Map.of(0, 1L)));
      first.kill();
    }
    try (JobProcess second = job.start(main(), config, List.of("-Xmx400m"))) {
      job.publish(List.of(event("customers", 30, "\"name\":\"thirty\"", 400)));
      await(second).until(() -> count(job, "fk_customers") == 2);
      assertThat(orders(job)).containsExactly("2");

      job.publish(List.of(event("customers", 10, "\"name\":\"ten\"", 500)));

      await(second).until(() -> orders(job).equals(List.of("1", "2")));
      await(second).until(() -> job.committed().equals(Map.of(0, 5L)));
    }
    assertThat(job.deadLetters()).isEmpty();
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .failFast("the job ended", (Callable<Boolean>) () -> !process.isAlive());
  }

  private static List<String> orders(TestJob job) throws Exception {
    return job.database().rows("fk_orders", List.of("id")).stream()
        .map(row -> row.get(0))
        .sorted()
        .toList();
  }

  private static int count(TestJob job, String table) throws Exception {
    return job.database().rows(table, List.of("id")).size();
  }

  private static EventFile.Event event(String table, long id, String columns, long lsn) {
    String text =
        """
        {"before":null,"after":{"id":%2$d,%3$s},"op":"c","ts_ms":1726531200005,
         "source":{"connector":"postgresql","schema":"public","table":"%1$s",
           "ts_ms":%4$d,"snapshot":"false","lsn":%5$d,"sequence":"[\\"%6$d\\",\\"%5$d\\"]"}}
        """
            .formatted(table, id, columns, 1_726_531_200_000L + lsn, lsn, lsn - 10);
    return new EventFile.Event(0, null, text.getBytes(StandardCharsets.UTF_8), 0, null);
  }
}
