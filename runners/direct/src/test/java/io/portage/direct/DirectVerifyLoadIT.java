package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProviders;
import io.portage.target.connection.Sleeper;
import io.portage.verify.Verification;
import io.portage.verify.VerifyProgress;
import io.portage.verify.VerifySettings;
import io.portage.verify.barrier.JobBarrier;
import io.portage.verify.repair.RepairReport;
import io.portage.verify.repair.RowWriter;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.PipelineResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verification while Debezium captures a load and a job carries it: no difference is reported, and
 * after the load it ends clean. Then a change that the connector never received is found and
 * repaired while the load goes on, and a later change of the row wins over the repair.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectVerifyLoadIT {
  private static final long SECONDS = Long.getLong("portage.verify.load.seconds", 10);
  private static final int WRITERS = 1;
  private static final int KEYS = 5_000;

  private static final String CONFIG =
      """
      name: verify-load
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-json
        jdbc:
          url: "${PORTAGE_JDBC_URL}"
          user: "${PORTAGE_JDBC_USER}"
          password: "${PORTAGE_JDBC_PASSWORD}"
          slot: "${TOPIC}"
      tables:
        - {from: %s, to: %s, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  @TempDir private Path folder;

  @Test
  void reportsNoDifferenceDuringALoad(Sandbox sandbox) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "verify_load", 1, Map.of());
    SourceTable source = new SourceTable(sandbox, job.topic());
    source.create();
    String target = job.topic() + "_items";
    TargetDatabase database = job.database();
    database.execute(
        "CREATE TABLE "
            + target
            + " (id bigint PRIMARY KEY, name text, amount integer, ratio float8, at timestamptz,"
            + " portage_version numeric)");
    Path file =
        Files.writeString(folder.resolve("job.yaml"), CONFIG.formatted(source.name(), target));
    PortageConfig config = job.config(file);
    try (ConnectWorker debezium = ConnectWorker.start(sandbox.bootstrapServers(), folder)) {
      Map<String, String> connector =
          DirectCaptureIT.connector(sandbox, source.name(), job.topic());
      connector.put("heartbeat.interval.ms", "500");
      // Without a change of its own an idle source's slot stays behind other writes to the log.
      connector.put(
          "heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'portage', '')");
      debezium.submit(job.topic(), connector);
      PipelineResult running = job.follow(config);
      try (Load load = new Load(source)) {
        long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<VerifyReport> reports = new ArrayList<>();
        do {
          reports.add(verify(config));
        } while (System.nanoTime() < until);
        assertThat(
                reports.stream()
                    .flatMap(r -> r.tables().stream())
                    .flatMap(t -> t.findings().stream())
                    .filter(finding -> finding.kind().isDifference())
                    .map(finding -> finding + finding.keyText()))
            .describedAs("differences during the load, in %d runs", reports.size())
            .isEmpty();
        assertThat(load.transactions.get()).isGreaterThan(SECONDS * 5);
      }
      TableReport after = verify(config).tables().get(0);
      assertThat(after.isEqual())
          .describedAs(
              "after the load: %s",
              after.findings().stream().map(Finding::detail).distinct().toList())
          .isTrue();

      try (Load load = new Load(source)) {
        withhold(sandbox, job.topic(), "WHERE (id <> " + Load.UNTOUCHED + ")");
        source.execute("UPDATE items SET name = 'lost' WHERE id = " + Load.UNTOUCHED);
        withhold(sandbox, job.topic(), "");
        VerifyReport report = verify(config);
        assertThat(report.outcome()).isEqualTo(VerifyReport.VerifyOutcome.DIFFERENT);
        assertThat(
                report.tables().get(0).findings().stream()
                    .filter(finding -> finding.kind().isDifference())
                    .map(finding -> finding.kind().label() + finding.keyText() + finding.columns()))
            .containsExactly("differs[\"" + Load.UNTOUCHED + "\"][name]");

        RepairReport repair = repair(config);
        assertThat(repair.rows())
            .extracting(row -> row.keyText() + row.outcome())
            .containsExactly("[\"" + Load.UNTOUCHED + "\"]APPLIED");
        assertThat(name(database, target)).isEqualTo("lost");
        source.execute("UPDATE items SET name = 'later' WHERE id = " + Load.UNTOUCHED);
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(name(database, target)).isEqualTo("later"));
        assertThat(load.transactions.get()).isPositive();
      }
      assertThat(verify(config).outcome()).isEqualTo(VerifyReport.VerifyOutcome.EQUAL);
      running.cancel();
    }
    Awaitility.await().until(source::dropSlot);
    source.drop();
  }

  private static VerifyReport verify(PortageConfig config) throws Exception {
    try (Verification verification = open(config)) {
      return verification.run();
    }
  }

  private static RepairReport repair(PortageConfig config) throws Exception {
    try (Verification verification = open(config);
        Sink sink = SinkProviders.of(config).open(config, SinkContext.standalone())) {
      return verification.repair(verification.run(), new RowWriter(sink), 10);
    }
  }

  private static Verification open(PortageConfig config) {
    return Verification.open(
        config,
        VerifySettings.DEFAULTS,
        JobBarrier.of(config, false),
        Clock.systemUTC(),
        System::nanoTime,
        Sleeper.REAL,
        VerifyProgress.NONE);
  }

  private static String name(TargetDatabase database, String target) throws SQLException {
    return database.rows(target, List.of("id", "name")).stream()
        .filter(row -> row.get(0).equals(Long.toString(Load.UNTOUCHED)))
        .map(row -> row.get(1))
        .findFirst()
        .orElseThrow();
  }

  /** Publishes only the rows that {@code filter} accepts: the connector receives no others. */
  private static void withhold(Sandbox sandbox, String publication, String filter)
      throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute(
          "ALTER PUBLICATION " + publication + " SET TABLE " + publication + ".items " + filter);
    }
  }

  /** Updates, deletes, inserts and key changes of random rows, in transactions of some of them. */
  private static final class Load implements AutoCloseable {
    /** A row that the load does not touch. */
    static final long UNTOUCHED = 77;

    final AtomicLong transactions = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<?>> writers = new ArrayList<>();
    private volatile boolean stopped;

    Load(SourceTable source) {
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(i);
        writers.add(threads.submit(() -> write(source, random)));
      }
    }

    private Void write(SourceTable source, Random random) throws SQLException {
      try (Connection connection = source.begin();
          Statement statement = connection.createStatement()) {
        while (!stopped) {
          long first = 10_000L + random.nextInt(KEYS);
          // In the order of the keys, so that the writers do not deadlock.
          for (long id = first; id < first + 20; id += 1 + random.nextInt(5)) {
            statement.execute(change(id, random));
          }
          if (random.nextInt(20) == 0) {
            statement.execute("SELECT pg_sleep(0.2)"); // open for long after its writes
          }
          if (random.nextInt(30) == 0) {
            connection.rollback();
          } else {
            connection.commit();
          }
          transactions.incrementAndGet();
          statement.execute("SELECT pg_sleep(0.05)");
          connection.commit();
        }
      }
      return null;
    }

    private static String change(long id, Random random) {
      return switch (random.nextInt(6)) {
        case 0 -> "DELETE FROM items WHERE id = " + id;
        case 1 ->
            "UPDATE items SET id = -id WHERE id = "
                + id
                + " AND NOT EXISTS (SELECT FROM items WHERE id = "
                + -id
                + ")";
        case 2 -> "DELETE FROM items WHERE id = " + -id;
        default ->
            "INSERT INTO items VALUES ("
                + id
                + ", 'n"
                + random.nextInt(3)
                + "', "
                + random.nextInt(3)
                + ", random(), clock_timestamp())"
                + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, amount = EXCLUDED.amount,"
                + " at = EXCLUDED.at";
      };
    }

    @Override
    public void close() throws Exception {
      stopped = true;
      for (Future<?> writer : writers) {
        writer.get();
      }
      threads.shutdown();
    }
  }
}
