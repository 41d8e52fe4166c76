package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.EventFile;
import io.portage.launcher.EventPublisher;
import io.portage.launcher.demo.Database;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a change takes from its record's timestamp in Kafka to the commit of its row, by
 * PostgreSQL's own commit timestamps: 2,000 events a second into one of eight partitions, the
 * others idle, with the defaults.
 *
 * <p>Nothing is asserted of the time, which is the machine's as well; what is asserted is that
 * every event arrives. {@code -Dlatency.figures} names a file for the figures, {@code
 * -Dlatency.seconds=N} makes the load longer, after ten seconds that do not count.
 */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LatencyContract extends OnARunner {
  private static final String TABLE = "latency";
  private static final int PARTITIONS = 8;
  private static final int WARM_UP_SECONDS = 10;
  private static final int SECONDS = Integer.getInteger("latency.seconds", 20);
  private static final int TICK_MS = 10;
  private static final int EVENTS_A_TICK = 20;

  @TempDir private Path folder;

  @Test
  void everyEventArrivesAndTheTimeItTookIsTold(Sandbox sandbox) throws Exception {
    Database admin = new Database(sandbox.adminJdbcUrl(), "postgres", "postgres");
    admin.execute("ALTER SYSTEM SET track_commit_timestamp = on");
    sandbox.postgres().stop();
    sandbox.postgres().start();
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "latency", PARTITIONS, Map.of());
    job.database()
        .execute(
            "DROP TABLE IF EXISTS %1$s; CREATE TABLE %1$s (id bigint PRIMARY KEY, sent bigint, portage_version numeric)"
                .formatted(TABLE));
    Path config = Files.writeString(folder.resolve("job.yaml"), CONFIG.formatted(TABLE));
    int count = (WARM_UP_SECONDS + SECONDS) * 1_000 / TICK_MS * EVENTS_A_TICK;
    try (JobProcess process = job.start(main(), config, List.of("-Xmx600m"))) {
      produce(job, count);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .failFast("the job ended", (Callable<Boolean>) () -> !process.isAlive())
          .until(() -> job.committed().getOrDefault(0, 0L) == count);
    }
    // one row of text: how many, then milliseconds
    admin.execute(
        "DROP VIEW IF EXISTS latency_figures; CREATE VIEW latency_figures AS"
            + " SELECT count(*) AS rows, max(id) AS most, " // ids begin with 1
            + String.join(
                ", ", List.of(percentile(50), percentile(95), percentile(99), percentile(100)))
            + " FROM (SELECT id, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 - sent AS took"
            + " FROM "
            + TABLE
            + ") AS each");
    List<String> figures =
        admin.rows("latency_figures", List.of("rows", "most", "p50", "p95", "p99", "p100")).get(0);

    assertThat(figures.subList(0, 2))
        .containsExactly(Integer.toString(count), Integer.toString(count));
    assertThat(job.letters()).isEmpty();
    Figures.add(
        "latency.figures",
        "%s: %d events, of the last %d s: p50 %s ms, p95 %s ms, p99 %s ms, longest %s ms",
        engine().runner(),
        count,
        SECONDS,
        figures.get(2),
        figures.get(3),
        figures.get(4),
        figures.get(5));
  }

  private static String percentile(int percent) {
    int first = WARM_UP_SECONDS * 1_000 / TICK_MS * EVENTS_A_TICK;
    return "round((percentile_cont(%1$s) WITHIN GROUP (ORDER BY took) FILTER (WHERE id > %2$d))::numeric) AS p%3$d"
        .formatted(percent / 100.0, first, percent);
  }

  private static void produce(TestJob job, int count) throws Exception {
    CountDownLatch left = new CountDownLatch(count / EVENTS_A_TICK);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), job.topic())) {
      Future<?> producing =
          clock.scheduleAtFixedRate(
              () -> {
                long sent = (count / EVENTS_A_TICK - left.getCount()) * EVENTS_A_TICK;
                for (int i = 1; i <= EVENTS_A_TICK && left.getCount() > 0; i++) {
                  publisher.send(event(sent + i));
                }
                left.countDown();
              },
              0,
              TICK_MS,
              TimeUnit.MILLISECONDS);
      assertThat(left.await(5, TimeUnit.MINUTES)).isTrue();
      producing.cancel(false);
      publisher.flush();
    } finally {
      clock.shutdownNow();
    }
  }

  /** Its time, in the row and as its record's timestamp, is the moment at which it is sent. */
  private static EventFile.Event event(long id) {
    long now = System.currentTimeMillis();
    String text =
        "{\"op\":\"c\",\"after\":{\"id\":%1$d,\"sent\":%2$d},\"timestamp_ms\":%2$d}"
            .formatted(id, now);
    return new EventFile.Event(
        0,
        Long.toString(id).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8),
        0,
        now);
  }

  private static final String CONFIG =
      """
      name: latency
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: envelope-json
      tables:
        - {from: "${TOPIC}", to: %s, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;
}
