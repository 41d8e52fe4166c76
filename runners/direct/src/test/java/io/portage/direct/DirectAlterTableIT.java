package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tables of a source get new columns under load, one with defaults and one without; the job
 * adds the columns to its targets, in PostgreSQL and in MariaDB, which end equal to the source. The
 * topic has several partitions, so that images of before and after the change interleave.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectAlterTableIT {
  private static final long LAST = -1;
  private static final int ROWS = 200;
  private static final int PHASE = 150;
  private static final List<String> COLUMNS = List.of("id", "name", "score", "note", "price", "at");
  private static final Map<String, String> ADDED =
      Map.of(
          "with_default",
          "ADD score integer NOT NULL DEFAULT 5, ADD note text DEFAULT 'not yet',"
              + " ADD price numeric(12,2) NOT NULL DEFAULT 1.50,"
              + " ADD at timestamptz DEFAULT '2024-02-29 12:00:00.123456Z'",
          "without_default",
          "ADD score integer, ADD note text, ADD price numeric(12,2), ADD at timestamptz");
  private static final String CONFIG =
      """
      name: altered
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-json
      tables:
        - {from: ${TOPIC}.with_default, to: with_default, key: [id], deletes: hard,
           unknownColumns: add, metadata: {version: portage_version}}
        - {from: ${TOPIC}.without_default, to: without_default, key: [id], deletes: soft,
           unknownColumns: add, metadata: {version: portage_version, deleted: gone}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  @TempDir private Path folder;

  @Test
  void columnsAddedUnderLoadEndEqualToTheSource(Sandbox sandbox) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "altered", 3, Map.of());
    TargetDatabase source =
        new TargetDatabase(
            sandbox.jdbcUrl() + "?currentSchema=" + job.topic(),
            sandbox.user(),
            sandbox.password());
    createSource(source, job.topic());
    try (CapturedTopic topic = new CapturedTopic(job.bootstrapServers(), job.topic());
        ConnectWorker debezium = ConnectWorker.start(sandbox.bootstrapServers(), folder)) {
      debezium.create(topic.name(), connector(sandbox, topic.name()));
      source.execute(
          "INSERT INTO with_default VALUES (-2); INSERT INTO without_default VALUES (-2)");
      await(topic, -2);
      alterUnderLoad(sandbox, source, job.topic());
      source.execute(
          "INSERT INTO with_default VALUES (-1); INSERT INTO without_default VALUES (-1)");
      await(topic, LAST);
      debezium.delete(topic.name());
    }
    assertEndsEqual(job, source, "numeric", "text");
    job.forgetOffsets();
    assertEndsEqual(job.intoMariaDb(), source, "decimal(65,0)", "longtext");
    dropSource(sandbox, job.topic());
  }

  /** Runs the job into tables without the added columns, and compares them with the source. */
  private void assertEndsEqual(TestJob job, TargetDatabase source, String version, String text)
      throws Exception {
    TargetDatabase target = job.database();
    for (String table :
        List.of(
            "with_default", "without_default", "portage_tombstones", "portage_tombstones_moved")) {
      target.execute("DROP TABLE IF EXISTS " + table);
    }
    for (String table : ADDED.keySet()) {
      target.execute(
          "CREATE TABLE %s (id bigint PRIMARY KEY, name %s, portage_version %s%s)"
              .formatted(
                  table, text, version, table.equals("without_default") ? ", gone boolean" : ""));
    }
    Path config = Files.writeString(folder.resolve("job.yaml"), job.filled(CONFIG));

    LedgerSummary ledger = job.run(job.config(config));

    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    assertThat(job.deadLetters()).isEmpty();
    target.execute("DELETE FROM without_default WHERE gone");
    for (String table : ADDED.keySet()) {
      List<List<String>> expected = source.rows(table, COLUMNS);
      assertThat(expected).hasSizeGreaterThan(ROWS / 2);
      assertThat(target.rows(table, COLUMNS)).as(table).isEqualTo(expected);
    }
  }

  private static void createSource(TargetDatabase source, String schema) throws SQLException {
    source.execute("CREATE SCHEMA " + schema);
    for (String table : ADDED.keySet()) {
      source.execute(
          "CREATE TABLE %1$s (id bigint PRIMARY KEY, name text); INSERT INTO %1$s".formatted(table)
              + " SELECT id, 'first' FROM generate_series(1, "
              + ROWS
              + ") AS id");
    }
  }

  /** Changes both tables from two connections, before and after they get their columns. */
  private static void alterUnderLoad(Sandbox sandbox, TargetDatabase source, String schema)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    AtomicLong transactions = new AtomicLong();
    Set<String> altered = ConcurrentHashMap.newKeySet();
    AtomicBoolean stopped = new AtomicBoolean();
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (String table : ADDED.keySet()) {
        writers.add(
            threads.submit(
                () -> {
                  change(sandbox, schema, table, altered, transactions, stopped);
                  return null;
                }));
      }
      for (Map.Entry<String, String> table : ADDED.entrySet()) {
        awaitMore(transactions);
        source.execute("ALTER TABLE " + table.getKey() + " " + table.getValue());
        altered.add(table.getKey());
      }
      awaitMore(transactions);
      stopped.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      stopped.set(true);
      threads.shutdown();
    }
  }

  private static void awaitMore(AtomicLong transactions) {
    long enough = transactions.get() + PHASE;
    Awaitility.await().until(() -> transactions.get() >= enough);
  }

  private static void change(
      Sandbox sandbox,
      String schema,
      String table,
      Set<String> altered,
      AtomicLong transactions,
      AtomicBoolean stopped)
      throws SQLException {
    String url = sandbox.jdbcUrl() + "?currentSchema=" + schema;
    try (Connection connection =
            DriverManager.getConnection(url, sandbox.user(), sandbox.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (long i = 1; !stopped.get(); i++) {
        long id = 1 + i * 7 % (2L * ROWS);
        statement.execute(
            "INSERT INTO %1$s (id, name) VALUES (%2$d, 'new') ON CONFLICT (id) DO UPDATE SET name = '%3$d'"
                .formatted(table, id, i));
        if (i % 5 == 0) {
          statement.execute("DELETE FROM " + table + " WHERE id = " + (1 + i * 3 % ROWS));
        }
        if (altered.contains(table)) {
          statement.execute(
              "UPDATE %s SET score = %d, note = %s, price = %d.25, at = clock_timestamp() WHERE id = %d"
                  .formatted(table, i, i % 2 == 0 ? "NULL" : "'changed'", i, 1 + i * 11 % ROWS));
        }
        connection.commit();
        transactions.incrementAndGet();
      }
    }
  }

  private static void await(CapturedTopic topic, long id) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              boolean all = true;
              for (String table : ADDED.keySet()) {
                all &= has(topic, table, id);
              }
              return all;
            });
  }

  private static boolean has(CapturedTopic topic, String table, long id) throws IOException {
    return topic.has(
        event -> {
          JsonNode payload = event.path("payload");
          return payload.path("source").path("table").asText().equals(table)
              && payload.path("after").path("id").asLong(0) == id;
        });
  }

  private static Map<String, String> connector(Sandbox sandbox, String name) {
    Map<String, String> properties =
        PostgresCapture.intoOneTopic(
            sandbox, name + ".with_default," + name + ".without_default", name, true);
    properties.put("slot.drop.on.stop", "true");
    return properties;
  }

  private static void dropSource(Sandbox sandbox, String schema) throws SQLException {
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP PUBLICATION IF EXISTS " + schema);
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    }
  }
}
