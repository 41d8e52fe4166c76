package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Events of a file as a connector would send them, from {@code publish} to the rows. */
@ExtendWith(SandboxExtension.class)
final class DirectPublishIT {
  private static final String JOB =
      """
      name: publish
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["NEW"], groupId: "${GROUP}"}
        format: debezium-json
      tables: [{from: public.papers, to: papers, key: [id], deletes: hard, metadata: {version: v}}]
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  private static final String SOURCE =
      "\"source\":{\"connector\":\"postgresql\",\"schema\":\"public\",\"table\":\"papers\","
          + "\"ts_ms\":%1$d,\"lsn\":%1$d}";

  private static final String DECIMAL =
      "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"after\",\"type\":\"struct\","
          + "\"optional\":true,\"fields\":[{\"field\":\"id\",\"type\":\"int64\"},{\"field\":"
          + "\"price\",\"type\":\"bytes\",\"optional\":true,\"name\":"
          + "\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}}]},"
          + "{\"field\":\"op\",\"type\":\"string\"}]},\"payload\":%s}";

  @TempDir private Path folder;

  private static String create(int id, String price, int lsn) {
    return "{\"op\":\"c\",\"after\":{\"id\":%d,\"price\":%s},%s}"
        .formatted(id, price, SOURCE.formatted(lsn));
  }

  @Test
  void publishesKeysTombstonesAndHeadersOfDebezium(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "publish", 1);
    String topic = job.topic() + "_new";
    job.database().execute("DROP TABLE IF EXISTS papers");
    job.database().execute("CREATE TABLE papers (id bigint PRIMARY KEY, price numeric, v numeric)");
    Path config = Commands.write(folder.resolve("publish.yaml"), job, JOB.replace("NEW", topic));
    Path file =
        Files.write(
            folder.resolve("events.jsonl"),
            List.of(
                create(1, "null", 10),
                create(2, "null", 11),
                create(3, "null", 12),
                "{\"record\":{\"key\":{\"id\":2},\"value\":{\"op\":\"d\",\"before\":{\"id\":2},"
                    + SOURCE.formatted(13)
                    + "}}}",
                "{\"record\":{\"key\":{\"id\":2},\"value\":null}}",
                "{\"record\":{\"key\":{\"id\":3},\"value\":{\"op\":\"d\",\"before\":{\"id\":3},"
                    + SOURCE.formatted(14)
                    + "},\"headers\":{\"__debezium.newkey\":{\"id\":4}}}}",
                "{\"record\":{\"key\":{\"id\":4},\"value\":"
                    + create(4, "null", 15)
                    + ",\"headers\":{\"__debezium.oldkey\":{\"id\":3}}}}"));
    String[] publish = {
      "publish",
      "--file=" + file,
      "--topic=" + topic,
      "--bootstrap=" + job.bootstrapServers(),
      "--format=debezium-json",
      "--key=id",
      "--create-topic=2"
    };

    assertThat(portage(publish))
        .startsWith(ExitCode.OK + "\nCreated topic " + topic + ".\n")
        .contains("1970-01-01T00:00:00.010Z");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.OK + "\n")
        .containsPattern("read +7\n");
    assertThat(job.database().rows("papers", List.of("id")))
        .containsExactly(List.of("1"), List.of("4"));
    assertThat(portage(publish)).startsWith(ExitCode.OK + "\n").doesNotContain("Created topic");
  }

  @Test
  void checkAgreesWithRunAboutASingleRecordWithoutSchema(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "check-one", 1);
    job.database().execute("DROP TABLE IF EXISTS papers");
    job.database().execute("CREATE TABLE papers (id bigint PRIMARY KEY, price numeric, v numeric)");
    Path config = Commands.write(folder.resolve("one.yaml"), job, JOB.replace("NEW", job.topic()));
    job.publish(
        List.of(
            Commands.event(0, "{\"id\":11}", DECIMAL.formatted(create(11, "\"AfQ=\"", 10))),
            Commands.event(0, "{\"id\":12}", create(12, "null", 11))));

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains(
            "warning table papers: column price, for messages without the schema part: set"
                + " source.debezium.decimal",
            "The job can run, with 1 warning.");
    assertThat(portage("check", "--config=" + config, "--format=json"))
        .startsWith(ExitCode.OK + "\n{")
        .contains("\"canRun\" : true", "\"status\" : \"WARNING\"");
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    assertThat(job.database().rows("papers", List.of("id", "price")))
        .containsExactly(List.of("11", "5.00"), List.of("12", "\\N"));

    job.publish(List.of(Commands.event(0, "{\"id\":13}", create(13, "\"AfQ=\"", 12))));
    Path only = Commands.write(folder.resolve("two.yaml"), job, JOB.replace("NEW", job.topic()));
    assertThat(portage("check", "--config=" + only))
        .startsWith(ExitCode.OK + "\n")
        .contains("1 of the last 3 would become a dead letter");
    assertThat(portage("run", "--config=" + only, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n");
    assertThat(portage("deadletters", "list", "--config=" + only, "--format=json"))
        .startsWith(ExitCode.OK + "\n{")
        .contains("\"total\" : 1", "\"stage\" : \"Normalize\"", "\"column\" : \"price\"");
  }
}
