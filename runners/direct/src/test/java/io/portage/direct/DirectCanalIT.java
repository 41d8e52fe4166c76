package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Canal's messages with several rows, from the topic to the table, the dead letters and back. */
@ExtendWith(SandboxExtension.class)
final class DirectCanalIT {
  private static final String JOB =
      """
      name: canal
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: canal-json
      tables:
        - {from: shop.users, to: TABLE, key: [id], order: time, deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @TempDir private Path folder;

  @Test
  void eachRowHasItsOwnOutcome(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "canal", 1);
    String table = job.topic() + "_users";
    job.database()
        .execute(
            "CREATE TABLE "
                + table
                + " (id bigint PRIMARY KEY, name varchar(5), photo bytea, v numeric)");
    Path config = Commands.write(folder.resolve("canal.yaml"), job, JOB.replace("TABLE", table));
    publish(
        job,
        message("INSERT", List.of(row(1, "a"), row(2, "b"), row(3, "c"), row(4, "d")), ""),
        message("INSERT", List.of(row(5, "e"), row(6, "much too long"), row(7, "g")), ""),
        message("INSERT", List.of(row(10, "k"), row(11, "l"), row(12, "m")), ""),
        // Two keys shifted over each other, then two keys swapped.
        message(
            "UPDATE",
            List.of(row(13, "m"), row(12, "l"), row(11, "k")),
            "{\"id\":\"12\"},{\"id\":\"11\"},{\"id\":\"10\"}"),
        message("UPDATE", List.of(row(2, "a"), row(1, "b")), "{\"id\":\"1\"},{\"id\":\"2\"}"),
        message("DELETE", List.of(row(3, "c"), row(4, "d")), ""),
        message("UPDATE", List.of(row(7, "G")), "{\"name\":\"g\"}"),
        message("INSERT", List.of(row(20, "x"), malformed(21), row(22, "z")), ""),
        message("UPDATE", List.of(row(1, "q"), row(2, "q")), "{\"name\":\"b\"}"));

    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n")
        .containsPattern("read +9\n")
        .containsPattern("split +18\n")
        .contains("balanced");

    assertThat(rows(job, table))
        .containsExactly("1 b", "2 a", "5 e", "7 G", "11 k", "12 l", "13 m", "20 x", "22 z");
    assertThat(job.committed()).isEqualTo(Map.of(0, 9L));
    assertThat(job.deadLetters().stream().map(letter -> letter.stage() + " " + letter.id()))
        .containsExactlyInAnyOrder(
            "NORMALIZE " + job.topic() + "-0-1#1",
            "NORMALIZE " + job.topic() + "-0-7#1",
            "DECODE " + job.topic() + "-0-8");

    assertThat(value(job, "-0-1#1"))
        .contains("\"data\":[" + row(6, "much too long") + "],")
        .doesNotContain(row(5, "e"));

    replaysOnlyTheRow(job, config, table);
    tellsTheStoryOfARow(job, config, table);
    assertThat(portage("verify", "--config=" + config, "--against=log"))
        .contains("dead letter " + job.topic() + "-0-7#1; missing: MALFORMED: data column photo")
        .contains("1 differs, 1 dead-letter")
        .contains("[\"5\"]");
  }

  private static void replaysOnlyTheRow(TestJob job, Path config, String table) throws Exception {
    String id = job.topic() + "-0-1#1";
    assertThat(portage("deadletters", "show", "--id=" + id, "--config=" + config))
        .contains("row", "1 of the record, from 0");
    job.database().execute("ALTER TABLE " + table + " ALTER COLUMN name TYPE text");
    job.database().execute("UPDATE " + table + " SET name = 'kept' WHERE id = 5");

    assertThat(portage("deadletters", "replay", "--yes", "--id=" + id, "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .containsPattern(id + " .* applied\n");

    assertThat(rows(job, table)).contains("5 kept", "6 much too long").hasSize(10);
    assertThat(portage("deadletters", "list", "--config=" + config)).contains("2 dead letters");
    assertThat(job.committed()).isEqualTo(Map.of(0, 9L));
  }

  private static void tellsTheStoryOfARow(TestJob job, Path config, String table) {
    String[] why = {"why", "--config=" + config, "--table=" + table, "--key="};
    String at = job.topic() + "-0-";

    assertThat(story(why, 6)).containsPattern(at + "1#1 .*current").doesNotContain(at + "1#0");
    assertThat(story(why, 1))
        .containsPattern(at + "4#1 .*current")
        .containsPattern(at + "4#0 .*older")
        .containsPattern(at + "0#0 .*older");
    assertThat(story(why, 21)).containsPattern(at + "7#1 .*dead letter");
  }

  private static String story(String[] why, long key) {
    String[] one = why.clone();
    one[one.length - 1] += key;
    return portage(one);
  }

  /** Returns the value in the dead letter with this end of its id. */
  private static String value(TestJob job, String end) {
    return job.deadLetters().stream()
        .filter(letter -> letter.id().endsWith(end))
        .map(letter -> Objects.requireNonNull(letter.sourceRecord()).value())
        .map(value -> new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> rows(TestJob job, String table) throws Exception {
    return job.database().rows(table, List.of("id", "name")).stream()
        .map(row -> String.join(" ", row))
        .toList();
  }

  private static void publish(TestJob job, String... messages) {
    job.publish(Stream.of(messages).map(message -> Commands.event(0, null, message)).toList());
  }

  private static String row(long id, String name) {
    return "{\"id\":\"%d\",\"name\":\"%s\",\"photo\":null}".formatted(id, name);
  }

  private static String malformed(long id) {
    return "{\"id\":\"%d\",\"name\":\"n\",\"photo\":\"\\u4e2d\"}".formatted(id);
  }

  /** A message; all are of one second, so that only their order in the topic orders them. */
  private static String message(String type, List<String> data, String old) {
    return """
        {"data":[%s],"database":"shop","es":1726531200000,"id":7,"isDdl":false,\
        "mysqlType":{"id":"bigint","name":"varchar(20)","photo":"varbinary(9)"},\
        "old":%s,"pkNames":["id"],"table":"users","ts":1726531201000,"type":"%s"}"""
        .formatted(String.join(",", data), old.isEmpty() ? "null" : "[" + old + "]", type);
  }
}
