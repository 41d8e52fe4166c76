package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.demo.CommittedOffsets;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.publish.EventPublisher;
import io.portage.metrics.LedgerSummary;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One job with three topics and three tables, two of them with one target: each row is written to
 * its target, a failure in one table does not stop the others, and one ledger counts all records.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SeveralTablesContract extends OnARunner {
  @TempDir private Path folder;

  private TestJob job;

  @Test
  void carriesThemInOneJobWithOneLedger(Sandbox sandbox) throws Exception {
    job = TestJob.create(sandbox, engine(), beamOptions(), "several", 2, Map.of());
    String north = job.topic();
    String south = north + "_south";
    String orders = north + "_orders";
    try (Admin admin = job.admin()) {
      Map<String, String> settings = Map.of("retention.ms", "-1");
      TestTopics.make(
          admin,
          List.of(
              new NewTopic(south, 1, (short) 1).configs(settings),
              new NewTopic(orders, 3, (short) 1).configs(settings)));
    }
    job.database()
        .execute(
            """
            DROP TABLE IF EXISTS several_people, several_orders, portage_tombstones;
            CREATE TABLE several_people (id bigint PRIMARY KEY, name text, gone boolean, v numeric);
            CREATE TABLE several_orders (id bigint PRIMARY KEY, amount numeric(6,2), v numeric)
            """);
    send(north, person("c", "after", 1, "Ada", 10), person("u", "after", 1, "Ada L", 20));
    send(south, person("c", "after", 2, "Bo", 10), person("d", "before", 2, "Bo", 30));
    // the same key on two topics: the newer change wins
    send(south, person("u", "after", 1, "too old", 15));
    send(
        orders,
        order("c", "after", 7, "12.50", 10),
        order("c", "after", 8, "not a number", 11),
        order("c", "after", 9, "1.00", 12),
        order("d", "before", 9, "1.00", 13));
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, CONFIG.formatted(south, orders, south, orders));
    PortageConfig config = job.config(file);

    LedgerSummary ledger = job.run(config);

    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    assertThat(ledger.read()).isEqualTo(9);
    assertThat(ledger.dead()).isEqualTo(1);
    assertThat(job.database().rows("several_people", List.of("id", "name", "gone")))
        .containsExactly(List.of("1", "Ada L", "false"), List.of("2", "Bo", "true"));
    assertThat(job.database().rows("several_orders", List.of("id", "amount")))
        .containsExactly(List.of("7", "12.50"));
    assertThat(job.deadLetters()).singleElement().extracting("stage").hasToString("NORMALIZE");
    Map<String, Long> committed = new HashMap<>();
    try (CommittedOffsets group = new CommittedOffsets(job.bootstrapServers(), job.group())) {
      group
          .committed()
          .forEach((at, offset) -> committed.merge(at.topic(), offset.offset(), Long::sum));
    }
    assertThat(committed).isEqualTo(Map.of(north, 2L, south, 3L, orders, 4L));
    assertThat(job.run(config).read()).isZero();
  }

  private void send(String topic, String... texts) {
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), topic)) {
      for (String text : texts) {
        publisher.send(
            new EventFile.Event(0, null, text.getBytes(StandardCharsets.UTF_8), null, null));
      }
      publisher.flush();
    }
  }

  private static String person(String op, String side, long id, String name, long second) {
    return "{\"op\":\"%s\",\"%s\":{\"id\":%d,\"name\":\"%s\"},\"timestamp_ms\":%d}"
        .formatted(op, side, id, name, 1_726_531_200_000L + 1_000 * second);
  }

  private static String order(String op, String side, long id, String amount, long second) {
    return "{\"op\":\"%s\",\"%s\":{\"id\":%d,\"amount\":\"%s\"},\"timestamp_ms\":%d}"
        .formatted(op, side, id, amount, 1_726_531_200_000L + 1_000 * second);
  }

  private static final String CONFIG =
      """
      name: several
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}", %s, %s], groupId: "${GROUP}"}
        format: envelope-json
      tables:
        - {from: "${TOPIC}", to: several_people, key: [id], keys: same-rows, deletes: soft, metadata: {version: v, deleted: gone}}
        - {from: %s, to: several_people, key: [id], keys: same-rows, deletes: soft, metadata: {version: v, deleted: gone}}
        - {from: %s, to: several_orders, key: [id], deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;
}
