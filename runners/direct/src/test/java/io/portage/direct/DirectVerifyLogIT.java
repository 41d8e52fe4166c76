package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify --against=log}: without access to the source. */
@ExtendWith(SandboxExtension.class)
final class DirectVerifyLogIT {
  private static final int ROWS = 40;

  /** The version of a row that no record of the topic has made. */
  private static final String OLD =
      Version.of(0, SourcePosition.ofPostgres(1, 1), 0, 0).toNumber().toString();

  private static final String FROM_THE_FUTURE =
      Version.of(0, SourcePosition.ofPostgres(1L << 40, 1L << 40), 0xFFFF, 1).toNumber().toString();

  private static final String HEAD =
      """
      name: verify-log
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-json
      """;

  @TempDir private Path folder;

  private int lsn = 100;

  @Test
  void findsExactlyThePlantedDifferences(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_log", 2);
    String target = job.topic() + "_items";
    job.database()
        .execute(
            "CREATE TABLE "
                + target
                + " (id int PRIMARY KEY, name varchar(10), note text, upper_name text, v numeric)");
    Path config = config(job, itemsEntry(target));
    List<EventFile.Event> events = new ArrayList<>();
    for (int id = 1; id <= ROWS; id++) {
      events.add(row("c", id, "n" + id));
    }
    for (int id = 1; id <= ROWS; id += 3) {
      events.add(row("u", id, "m" + id));
    }
    events.add(delete(4));
    events.add(delete(8));
    events.add(row("c", 8, "again"));
    job.publish(events);

    String before = portage("verify", "--config=" + config, "--against=log");
    assertThat(before)
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("has no committed offsets: has `portage run` been started?", "39 in-flight");

    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    Path json = folder.resolve("report.json");
    assertThat(portage("verify", "--config=" + config, "--against=log", "--json=" + json))
        .startsWith(ExitCode.OK + "\n")
        .contains("Log and target are equal.");
    assertThat(new ObjectMapper().readTree(Files.readString(json)).get("against").asText())
        .isEqualTo("log");

    Map<String, String> planted = plant(job, target);
    job.publish(List.of(row("u", 6, "much too long for it")));
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n");
    planted.put("6", "dead-letter");
    job.publish(List.of(row("u", 7, "in flight")));
    planted.put("7", "in-flight");

    String printed =
        portage(
            "verify",
            "--config=" + config,
            "--against=log",
            "--json=" + json,
            "--barrier-timeout=1ms");
    assertThat(found(json)).isEqualTo(planted);
    assertThat(printed)
        .startsWith(ExitCode.FAILED + "\n")
        .contains("Log and target differ.", "has no committed outcome")
        .doesNotContain("secret");

    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    job.database().execute("DELETE FROM " + target + " WHERE id <> 100");
    assertThat(portage("verify", "--config=" + config, "--against=log", "--sample=0.0001"))
        .describedAs("hardly a row is compared")
        .startsWith(ExitCode.OK + "\n");
    truncateAndOlderRow(job, config, json);
  }

  /** A truncate removes every row but the one that it does not know. */
  private void truncateAndOlderRow(TestJob job, Path config, Path json) throws Exception {
    job.publish(List.of(event("{\"op\":\"t\"," + source() + "}"), row("c", 9, "after")));
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    portage("verify", "--config=" + config, "--against=log", "--json=" + json);
    assertThat(found(json)).describedAs("after a truncate").isEmpty();

    job.publish(List.of(event("{ no JSON")));
    portage("run", "--config=" + config, "--until=end");
    assertThat(portage("verify", "--config=" + config, "--against=log"))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("it cannot be decoded", "Not everything could be decided.");
  }

  private static Map<String, String> plant(TestJob job, String target) throws Exception {
    Map<String, String> planted = new TreeMap<>();
    execute(job, "DELETE FROM %s WHERE id = 1", target);
    planted.put("1", "missing");
    execute(job, "UPDATE %s SET note = 'secret' WHERE id = 2", target);
    planted.put("2", "differs note");
    execute(job, "UPDATE %s SET v = " + OLD + " WHERE id = 3", target);
    planted.put("3", "differs v");
    execute(job, "INSERT INTO %s VALUES (4, 'alive', '', 'ALIVE', " + OLD + ")", target);
    planted.put("4", "extra");
    execute(job, "UPDATE %s SET name = 'x', v = " + FROM_THE_FUTURE + " WHERE id = 5", target);
    planted.put("5", "ahead");
    execute(job, "INSERT INTO %s VALUES (100, 'old', '', 'OLD', " + OLD + ")", target);
    planted.put("100", "older-than-log");
    execute(job, "UPDATE %s SET upper_name = 'no' WHERE id = 10", target);
    planted.put("10", "differs upper_name");
    return planted;
  }

  private static void execute(TestJob job, String sql, String target) throws Exception {
    job.database().execute(sql.formatted(target));
  }

  /** Tables that only events name, and a key that only records have. */
  @Test
  void verifiesTablesOfPatternsAndKeysOfRecords(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_log_many", 1);
    String prefix = job.topic();
    job.database()
        .execute(
            """
            CREATE TABLE %1$s_items (id int PRIMARY KEY, name text, note text, v numeric);
            CREATE TABLE %1$s_visits (record text PRIMARY KEY, id int, name text, note text,
              v numeric);
            """
                .formatted(prefix));
    Path config =
        config(
            job,
            """
              - {from: shop.visits, to: PREFIX_visits, key: {record: record}, deletes: hard,
                 metadata: {version: v}}
              - {fromPattern: 'shop\\.(items|none)', to: "PREFIX_$1", key: primary-key,
                 deletes: hard, metadata: {version: v}}
            """
                .replace("PREFIX", prefix));
    job.publish(
        List.of(
            row("c", 1, "one"),
            row("c", 2, "two"),
            event(image("c", 1, "visit").replace("\"items\"", "\"visits\"")),
            event(image("c", 1, "visit").replace("\"items\"", "\"visits\""))));
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    assertThat(portage("verify", "--config=" + config, "--against=log"))
        .startsWith(ExitCode.OK + "\n")
        .contains(prefix + "_items", prefix + "_visits");

    job.database().execute("DELETE FROM " + prefix + "_visits WHERE record LIKE '%-3'");
    job.database().execute("UPDATE " + prefix + "_items SET name = 'x' WHERE id = 2");
    Path json = folder.resolve("report.json");
    portage("verify", "--config=" + config, "--against=log", "--json=" + json);
    assertThat(found(json)).isEqualTo(Map.of(job.topic() + "-0-3", "missing", "2", "differs name"));
  }

  /** A row whose unique value another row has is parked: its offset is not committed. */
  @Test
  void aParkedRowIsExplained(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_log_parked", 1);
    String target = job.topic() + "_items";
    job.database()
        .execute(
            """
            CREATE TABLE %1$s (id int PRIMARY KEY, name text UNIQUE, note text, upper_name text,
              v numeric);
            """
                .formatted(target));
    Path config =
        Commands.write(
            folder.resolve("verify.yaml"),
            job,
            HEAD
                + "tables:\n"
                + itemsEntry(target)
                + DirectVerifyIT.TAIL
                    .replace("DLQ", job.topic() + "_dlq")
                    .replace("target:\n", "target:\n  waiting: {atMost: 10m}\n"));
    job.publish(List.of(row("c", 1, "one"), row("c", 2, "one")));

    try (JobProcess running = job.start(Main.class, config, List.of("-Xmx400m"))) {
      Path json = folder.resolve("report.json");
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                portage(
                    "verify",
                    "--config=" + config,
                    "--against=log",
                    "--barrier-timeout=1ms",
                    "--json=" + json);
                return running.isAlive()
                    && Files.exists(json)
                    && List.copyOf(found(json).values()).equals(List.of("parked"));
              });
    }
  }

  private Path config(TestJob job, String entries) throws Exception {
    return Commands.write(
        folder.resolve("verify.yaml"),
        job,
        HEAD + "tables:\n" + entries + DirectVerifyIT.TAIL.replace("DLQ", job.topic() + "_dlq"));
  }

  private static String itemsEntry(String target) {
    return """
      - from: shop.items
        to: TARGET
        key: [id]
        deletes: hard
        truncate: apply
        metadata: {version: v}
        columns:
          id: {from: id}
          name: {from: name}
          note: {from: note}
          upper_name: {value: row.name.upperAscii()}
    """
        .replace("TARGET", target);
  }

  private EventFile.Event row(String op, int id, String name) {
    return event(image(op, id, name));
  }

  private EventFile.Event delete(int id) {
    return Commands.event(
        0, "{\"id\":" + id + "}", "{\"op\":\"d\",\"before\":{\"id\":" + id + "}," + source() + "}");
  }

  private String image(String op, int id, String name) {
    return "{\"op\":\"%s\",\"after\":{\"id\":%d,\"name\":\"%s\",\"note\":\"\"},%s}"
        .formatted(op, id, name, source());
  }

  private String source() {
    lsn++;
    return """
        "source":{"connector":"postgresql","snapshot":"false","ts_ms":%1$d,"db":"d",
          "schema":"shop","table":"items","lsn":%1$d,"sequence":"[\\"%1$d\\",\\"%1$d\\"]"}
        """
        .formatted(lsn);
  }

  private static EventFile.Event event(String value) {
    return Commands.event(0, null, value);
  }

  private static Map<String, String> found(Path json) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode table : new ObjectMapper().readTree(Files.readString(json)).get("tables")) {
      for (JsonNode finding : table.get("findings")) {
        String columns = "";
        for (JsonNode column : finding.get("columns")) {
          columns += " " + column.asText();
        }
        String key = finding.get("key").asText().replaceAll("[\\[\\]\"]", "");
        found.put(key, finding.get("kind").asText() + columns);
      }
    }
    return found;
  }
}
