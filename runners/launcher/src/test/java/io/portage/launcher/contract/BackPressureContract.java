package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that takes 100 ms per statement slows the source and does not fill the heap: the
 * changes remain in Kafka's log, not in memory.
 */
@Tag("full")
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BackPressureContract extends OnARunner {
  private static final int EVENTS = Integer.getInteger("pressure.events", 600_000);
  private static final int LARGE_ROWS = 600;
  private static final int PARTITIONS = 2;
  private static final int PART = 20_000;
  private static final Duration SLOW = Duration.ofSeconds(30);

  /** Far less than the changes would need. */
  private static final String HEAP = "-Xmx320m";

  @TempDir private Path folder;

  @Test
  void aSlowDatabaseSlowsTheSource(Sandbox sandbox) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      TestJob job =
          TestJob.create(sandbox, engine(), beamOptions(), "pressure", PARTITIONS, Map.of())
              .through(proxy);
      job.database().execute("DROP TABLE IF EXISTS users_enriched, portage_tombstones");
      job.database().execute(Schemas.sql("postgresql/users_enriched"));
      publish(job);
      Path config = Configs.write(folder, Path.of("data/scenarios/users.yaml"), "late: apply", 500);
      proxy.delay(Duration.ofMillis(100));
      try (JobProcess process =
          job.start(main(), config, List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"))) {
        await(process, Duration.ofMinutes(2)).until(() -> done(job) > 0);
        long first = System.nanoTime();
        await(process, SLOW.multipliedBy(2))
            .until(() -> System.nanoTime() - first > SLOW.toNanos());
        long slowly = done(job);
        proxy.delay(Duration.ZERO);
        await(process, Duration.ofMinutes(10)).until(() -> done(job) == EVENTS);

        assertThat(slowly).isBetween(1L, EVENTS / 2L);
        assertThat(job.database().rows("users_enriched", List.of("user_id"))).hasSize(EVENTS);
        assertThat(job.deadLetters()).isEmpty();
        ContractFigures.add(
            "pressure.figures",
            "%s: %d of %d events in %d s at 100 ms per statement, heap %s; the rest in %d s",
            engine().runner(),
            slowly,
            EVENTS,
            SLOW.toSeconds(),
            HEAP,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - first) - SLOW.toSeconds());
      }
    }
  }

  /** Rows of nearly a megabyte, all of one shard: the size of a batch is limited in bytes. */
  @Test
  void largeRowsPassThroughASmallHeap(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "large", PARTITIONS, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched, portage_tombstones");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    job.database()
        .execute("CREATE VIEW large_names AS SELECT length(name) AS length FROM users_enriched");
    for (int from = 0; from < LARGE_ROWS; from += 20) {
      List<Event> part = new ArrayList<>();
      for (int i = from; i < from + 20; i++) {
        part.add(large(TestJob.user(i, i % PARTITIONS, i)));
      }
      job.publish(part);
    }
    Path config =
        Configs.write(
            folder, Path.of("data/scenarios/users.yaml"), "late: apply, shards: 1", 5_000);

    try (JobProcess process =
        job.start(main(), config, List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"))) {
      await(process, Duration.ofMinutes(8)).until(() -> done(job) == LARGE_ROWS);

      assertThat(job.database().rows("large_names", List.of("length")))
          .hasSize(LARGE_ROWS)
          .allSatisfy(row -> assertThat(row).containsExactly("900000"));
      assertThat(job.deadLetters()).isEmpty();
    } finally {
      job.database().execute("DROP VIEW large_names");
    }
  }

  /** Returns the event with a name of 900,000 characters; the broker accepts a megabyte. */
  private static Event large(Event event) {
    String text = new String(Objects.requireNonNull(event.value()), StandardCharsets.UTF_8);
    String large = text.replaceFirst("User \\d+", "n".repeat(900_000));
    return new Event(
        0,
        event.key(),
        large.getBytes(StandardCharsets.UTF_8),
        event.partition(),
        event.timestamp());
  }

  private static void publish(TestJob job) {
    for (int from = 0; from < EVENTS; from += PART) {
      List<Event> part = new ArrayList<>();
      for (int i = from; i < Math.min(EVENTS, from + PART); i++) {
        part.add(TestJob.user(i, i % PARTITIONS, i / 1_000));
      }
      job.publish(part);
    }
  }

  /** Returns the number of records below the group's offsets. */
  private static long done(TestJob job) throws Exception {
    return job.committed().values().stream().mapToLong(Long::longValue).sum();
  }

  private static ConditionFactory await(JobProcess process, Duration most) {
    return Awaitility.await()
        .atMost(most)
        .pollInterval(Duration.ofMillis(500))
        .conditionEvaluationListener(
            now -> assertThat(process.isAlive()).withFailMessage(process::log).isTrue());
  }
}
