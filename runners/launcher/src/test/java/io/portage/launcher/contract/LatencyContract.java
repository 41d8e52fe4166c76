package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.bench.CommitTimes;
import io.portage.launcher.bench.Percentiles;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.publish.EventPublisher;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
 * Measures the latency of a change, from its record's timestamp in Kafka to the commit of its row
 * by PostgreSQL's commit timestamps: 2,000 events per second into one of eight partitions, the
 * others idle, with the default configuration.
 *
 * <p>Asserts only that every event arrives; the latency also depends on the machine and is not
 * asserted. {@code -Dlatency.figures} names a file for the figures, {@code -Dlatency.seconds=N}
 * makes the load longer, after ten seconds of warm-up.
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
  void writesEveryEventAndReportsItsLatency(Sandbox sandbox) throws Exception {
    CommitTimes.keep(sandbox);
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
    long rows;
    Percentiles took;
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl())) {
      rows = CommitTimes.latencies(admin, TABLE, "sent", "id BETWEEN 1 AND " + count).length;
      int first = WARM_UP_SECONDS * 1_000 / TICK_MS * EVENTS_A_TICK;
      took = Percentiles.of(CommitTimes.latencies(admin, TABLE, "sent", "id > " + first));
    }

    assertThat(rows).isEqualTo(count);
    assertThat(job.deadLetters()).isEmpty();
    ContractFigures.add(
        "latency.figures",
        "%s: %d events, of the last %d s: p50 %s ms, p95 %s ms, p99 %s ms, longest %s ms",
        engine().runner(),
        count,
        SECONDS,
        took.p50(),
        took.p95(),
        took.p99(),
        took.max());
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

  /**
   * Returns an event whose time, in the row and as its record's timestamp, is the time of sending.
   */
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
