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
import java.io.IOException;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verification while Debezium captures a load and a job carries it, and columns are added: no
 * difference is reported, and after the load it ends clean within two rounds. Then a change that
 * the connector never received is found and repaired while the load goes on, and a later change of
 * the row wins over the repair.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 1800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectVerifyLoadIT {
  /** The time of the load, 600 for figures. */
  private static final long SECONDS = Long.getLong("portage.verify.load.seconds", 10);

  /** The changes per second, 2000 for figures. */
  private static final int RATE = Integer.getInteger("portage.verify.load.rate", 100);

  private static final int COLUMNS = 3;

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
        - {from: %s, to: %s, key: [id], deletes: hard,
           unknownColumns: add, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  /** Two rounds, each of which waits for what a slow machine has left to carry. */
  private static final VerifySettings TWO_ROUNDS =
      new VerifySettings(
          List.of(), 1, 2, Duration.ofMinutes(5), Duration.ofMillis(500), 0, 10_000, false, null);

  private final List<String> figures = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void reportsNoDifferenceDuringALoad(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_load", 3);
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
          PostgresCapture.intoOneTopic(sandbox, source.name(), job.topic(), true);
      connector.put("heartbeat.interval.ms", "500");
      // Without a change of its own an idle source's slot stays behind other writes to the log.
      connector.put(
          "heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'portage', '')");
      debezium.submit(job.topic(), connector);
      PipelineResult running = job.follow(config);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> database.rows(target, List.of("id")).size() == source.rows().size());
      List<TableReport> reports = verifyDuring(source, config);
      TableReport after = verify(config, TWO_ROUNDS).tables().get(0);
      write(reports, after);
      assertThat(reports)
          .allSatisfy(report -> assertThat(differences(report)).as("during the load").isEmpty());
      assertThat(after.isEqual())
          .as("after the load: %s%s", after.problem(), undecided(after))
          .isTrue();
      assertThat(job.deadLetters()).isEmpty();

      repairsWhatWasLost(sandbox, job, source, config, target);
      assertThat(verify(config, TWO_ROUNDS).outcome()).isEqualTo(VerifyReport.VerifyOutcome.EQUAL);
      running.cancel();
    }
    Awaitility.await().until(source::dropSlot);
    source.drop();
  }

  /** Verifies in a loop while a load goes on and columns are added. */
  private List<TableReport> verifyDuring(SourceTable source, PortageConfig config)
      throws Exception {
    List<TableReport> reports = new ArrayList<>();
    Duration untilAltered = Duration.ofMillis(SECONDS * 1000 / (COLUMNS + 1));
    try (CapturedLoad load = new CapturedLoad(source, RATE, untilAltered, COLUMNS)) {
      long until = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
      do {
        VerifyReport report = verify(config, VerifySettings.DEFAULTS);
        reports.add(report.tables().get(0));
        figures.add(line(load, report));
      } while (System.nanoTime() < until || load.columns() < COLUMNS);
      assertThat(load.deletes()).isPositive();
      assertThat(load.keyChanges()).isPositive();
    }
    return reports;
  }

  private static String line(CapturedLoad load, VerifyReport report) {
    TableReport table = report.tables().get(0);
    return "%d changes (%d deletes, %d key changes, %d columns), %d per second; %s: %d rows, %s %s"
        .formatted(
            load.events(),
            load.deletes(),
            load.keyChanges(),
            load.columns(),
            load.reachedRate(),
            Duration.between(report.started(), report.ended()),
            table.sourceRows(),
            table.counts(),
            undecided(table));
  }

  private void repairsWhatWasLost(
      Sandbox sandbox, TestJob job, SourceTable source, PortageConfig config, String target)
      throws Exception {
    TargetDatabase database = job.database();
    long row = CapturedLoad.UNTOUCHED;
    try (CapturedLoad load = new CapturedLoad(source, 100, Duration.ZERO, 0)) {
      withhold(sandbox, job.topic(), "WHERE (id <> " + row + ")");
      source.execute("UPDATE items SET name = 'lost' WHERE id = " + row);
      withhold(sandbox, job.topic(), "");
      VerifyReport report = verify(config, VerifySettings.DEFAULTS);
      assertThat(report.outcome()).isEqualTo(VerifyReport.VerifyOutcome.DIFFERENT);
      assertThat(differences(report.tables().get(0)))
          .containsExactly("differs[\"" + row + "\"][name]");

      RepairReport repair = repair(config);
      assertThat(repair.rows())
          .extracting(repaired -> repaired.keyText() + repaired.outcome())
          .containsExactly("[\"" + row + "\"]APPLIED");
      assertThat(name(database, target)).isEqualTo("lost");
      source.execute("UPDATE items SET name = 'later' WHERE id = " + row);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(name(database, target)).isEqualTo("later"));
      assertThat(load.events()).isPositive();
    }
  }

  private static List<String> differences(TableReport report) {
    return report.findings().stream()
        .filter(finding -> finding.kind().isDifference())
        .map(
            finding ->
                finding.kind().label() + finding.keyText() + finding.columns() + finding.detail())
        .toList();
  }

  private static Set<String> undecided(TableReport report) {
    return report.findings().stream().map(Finding::detail).collect(Collectors.toSet());
  }

  /** Keeps the figures of a long run. */
  private void write(List<TableReport> reports, TableReport after) throws IOException {
    figures.add(
        "%d runs during the load; after it: %d rows, %s %s"
            .formatted(reports.size(), after.sourceRows(), after.counts(), undecided(after)));
    Files.write(Path.of("runners/direct/target/verify-load.txt"), figures);
  }

  private static VerifyReport verify(PortageConfig config, VerifySettings settings)
      throws Exception {
    try (Verification verification = open(config, settings)) {
      return verification.run();
    }
  }

  private static RepairReport repair(PortageConfig config) throws Exception {
    try (Verification verification = open(config, VerifySettings.DEFAULTS);
        Sink sink = SinkProviders.of(config).open(config, SinkContext.standalone())) {
      return verification.repair(verification.run(), new RowWriter(sink), 10);
    }
  }

  private static Verification open(PortageConfig config, VerifySettings settings) {
    return Verification.open(
        config,
        settings,
        JobBarrier.of(config, false),
        Clock.systemUTC(),
        System::nanoTime,
        Sleeper.REAL,
        VerifyProgress.NONE);
  }

  private static String name(TargetDatabase database, String target) throws SQLException {
    return database.rows(target, List.of("id", "name")).stream()
        .filter(row -> row.get(0).equals(Long.toString(CapturedLoad.UNTOUCHED)))
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
}
