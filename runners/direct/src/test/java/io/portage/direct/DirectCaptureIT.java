package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium takes a snapshot of a table during a load, then streams the changes; the target ends
 * equal to the source. The difficult case: transactions that wrote before the LSN of the snapshot
 * and committed after it are not in the snapshot, and the first of them names no earlier commit.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectCaptureIT {
  private static final int ATTEMPTS = 4;
  private static final long LAST = -1;
  private static final List<Long> ACROSS =
      List.of(SourceTable.updated(0, 0), SourceTable.deleted(0, 0), SourceTable.inserted(0, 0));
  private static final String CONFIG =
      """
      name: capture
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-json
      tables:
        - {from: %s, to: captured, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  @TempDir private Path folder;

  @Test
  void snapshotAndStreamDuringALoadEndEqualToTheSource(Sandbox sandbox) throws Exception {
    boolean met = false;
    for (int i = 0; i < ATTEMPTS && !met; i++) {
      met = captureAndCarry(sandbox, Files.createDirectory(folder.resolve("attempt" + i)));
    }
    assertThat(met).as("a first transaction that wrote below the snapshot's LSN").isTrue();
  }

  /** Returns true if {@link #wroteBelowTheSnapshot} found such a transaction. */
  private static boolean captureAndCarry(Sandbox sandbox, Path files) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "capture", 1, Map.of());
    SourceTable source = new SourceTable(sandbox, job.topic());
    source.create();
    boolean met;
    try (CapturedTopic topic = new CapturedTopic(job.bootstrapServers(), job.topic())) {
      capture(sandbox, source, topic, files);
      met = wroteBelowTheSnapshot(topic);
    }

    TargetDatabase target = job.database();
    target.execute(
        """
        DROP TABLE IF EXISTS captured, portage_tombstones, portage_tombstones_moved;
        CREATE TABLE captured (id bigint PRIMARY KEY, name text, amount integer, ratio float8,
          at timestamptz, portage_version numeric)
        """);
    Path config = Files.writeString(files.resolve("job.yaml"), CONFIG.formatted(source.name()));

    LedgerSummary ledger = job.run(job.config(config));

    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    assertThat(ledger.dead()).isZero();
    assertThat(job.deadLetters()).isEmpty();
    List<List<String>> carried = target.rows("captured", SourceTable.COLUMNS);
    List<List<String>> expected = source.rows();
    assertThat(without(expected, carried)).as("rows of the source that are not there").isEmpty();
    assertThat(without(carried, expected)).as("rows that the source does not have").isEmpty();
    Awaitility.await().until(source::dropSlot);
    source.drop();
    return met;
  }

  private static Set<List<String>> without(List<List<String>> rows, List<List<String>> others) {
    Set<List<String>> rest = new LinkedHashSet<>(rows);
    rest.removeAll(Set.copyOf(others));
    return rest;
  }

  /**
   * Takes a snapshot across an open transaction. A slot is created in two steps, and each waits for
   * the transactions that were open at its start; a transaction that begins in the second step is
   * streamed if it commits after it, and is not in the snapshot.
   */
  private static void capture(Sandbox sandbox, SourceTable source, CapturedTopic topic, Path files)
      throws Exception {
    try (Connection first = source.begin();
        Connection second = source.begin();
        Connection across = source.begin()) {
      String firstId = SourceTable.transactionId(first);
      try (ConnectWorker debezium = ConnectWorker.start(sandbox.bootstrapServers(), files)) {
        debezium.submit(
            topic.name(),
            PostgresCapture.intoOneTopic(sandbox, source.name(), topic.name(), false));
        await(debezium, () -> source.isAwaited(firstId));
        try (SourceLoad load = new SourceLoad(source)) {
          String secondId = SourceTable.transactionId(second);
          first.commit();
          await(debezium, () -> source.isAwaited(secondId));
          SourceTable.change(across, 0, 0);
          second.commit();
          await(debezium, () -> topic.has(DirectCaptureIT::endsTheSnapshot));
          across.commit();
          assertThat(load.stop()).isGreaterThan(SourceTable.WRITERS);
        }
        source.insert(LAST);
        await(debezium, () -> topic.has(event -> CapturedTopic.id(event) == LAST));
      }
    }
  }

  private static void await(ConnectWorker debezium, Callable<Boolean> condition) {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .failFast(() -> !debezium.isAlive())
          .until(condition);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError("the connector printed:\n" + debezium.log(), e);
    }
  }

  private static boolean endsTheSnapshot(JsonNode event) {
    return event.path("source").path("snapshot").asText().equals("last");
  }

  /**
   * Returns true if the first transaction of the stream, which names no earlier commit, had updated
   * one of the snapshot's rows below the snapshot's LSN. The open transaction always did; others of
   * the load may have been committed before it.
   */
  private static boolean wroteBelowTheSnapshot(CapturedTopic topic) {
    List<Long> across = new ArrayList<>();
    long snapshot = CapturedTopic.lsn(topic.snapshot().get(0));
    assertThat(topic.snapshot()).allMatch(row -> CapturedTopic.lsn(row) == snapshot);
    for (JsonNode change : topic.stream()) {
      if (ACROSS.contains(CapturedTopic.id(change))) {
        assertThat(CapturedTopic.lsn(change)).isLessThan(snapshot);
        across.add(CapturedTopic.id(change));
      }
    }
    assertThat(across).isEqualTo(ACROSS);
    JsonNode firstChange = topic.stream().get(0);
    return firstChange.path("op").asText().equals("u")
        && firstChange.path("source").path("sequence").asText().startsWith("[null,")
        && CapturedTopic.lsn(firstChange) < snapshot;
  }
}
