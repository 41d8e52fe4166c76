package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the arguments of a user, against real servers. */
@ExtendWith(SandboxExtension.class)
final class DirectCommandsIT {
  @TempDir private Path folder;

  @Test
  void checksThenPublishesThenRuns(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "cli", 1);
    Path config = config(job);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("FAILED  table users_enriched: does not exist", "The job cannot run");

    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    job.database().execute("ALTER TABLE users_enriched DROP COLUMN portage_version");
    assertThat(portage("check", "--config=" + config))
        .contains("ALTER TABLE users_enriched ADD COLUMN portage_version numeric");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.CHECK_FAILED + "\n");
    job.database().execute("ALTER TABLE users_enriched ADD COLUMN portage_version numeric");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      topic " + job.topic(), "ok      reference countries: 4 entries");

    assertThat(
            portage(
                "publish",
                "--unchecked",
                "--file=data/events/users.jsonl",
                "--topic=" + job.topic(),
                "--bootstrap=" + sandbox.bootstrapServers()))
        .startsWith(ExitCode.OK + "\n")
        .contains(job.topic() + "-0-0  2024-09-17T00:00:00Z");
    assertThat(EventFile.read(Path.of("data/events/users.jsonl"))).hasSize(14);

    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n")
        .contains("balanced");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.OK + "\n")
        .contains("Nothing new to read: group " + job.group() + " is at the end of " + job.topic())
        .doesNotContain("applied");
    assertThat(job.committed()).isEqualTo(Map.of(0, 14L));
  }

  @Test
  void publishesWithAFieldOfTheRowAsKey(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "keyed", 3);
    Path events =
        Files.writeString(
            folder.resolve("events.jsonl"),
            """
            {"op":"c","after":{"user_id":7},"timestamp_ms":1726531200000}
            {"op":"c","after":{"user_id":"b"},"timestamp_ms":1726531200000}
            {"op":"u","before":{"user_id":7},"after":{"user_id":7},"timestamp_ms":1726531200000}
            {"op":"d","before":{"user_id":7},"after":null,"timestamp_ms":1726531200000}
            """);

    assertThat(
            portage(
                "publish",
                "--file=" + events,
                "--topic=" + job.topic(),
                "--bootstrap=" + sandbox.bootstrapServers(),
                "--key=user_id"))
        .startsWith(ExitCode.OK + "\n");

    Map<String, List<Long>> offsets = new TreeMap<>();
    Set<TopicPartition> places = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> each : records(sandbox, job, 4)) {
      String key = new String(each.key(), StandardCharsets.UTF_8);
      offsets.computeIfAbsent(key, same -> new ArrayList<>()).add(each.offset());
      if (key.equals("7")) {
        places.add(new TopicPartition(each.topic(), each.partition()));
      }
    }
    assertThat(offsets.get("7")).hasSize(3);
    assertThat(offsets.get("b")).hasSize(1);
    assertThat(places).describedAs("the partition of the records with one key").hasSize(1);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(
      Sandbox sandbox, TestJob job, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", sandbox.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(job.topic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Awaitility.await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() == count;
              });
    }
    return records;
  }

  @Test
  void refusesBeamOptionsThatDoNotExist(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "options", 1);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));

    assertThat(portage("run", "--config=" + config(job), "--until=end", "--noSuchOption=1"))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("noSuchOption");
  }

  @Test
  void refusesATombstoneExpiryBelowTheRetention(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "expiry", 1);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(job);
    Files.writeString(
        config, Files.readString(config).replace("target:\n", "target:\n  tombstoneExpiry: 7d\n"));

    assertThat(portage("check", "--config=" + config))
        .contains("a topic keeps records without limit");

    keepFor(sandbox, job.topic(), Duration.ofDays(8));
    assertThat(portage("check", "--config=" + config))
        .contains("FAILED  target.tombstoneExpiry: 7 d is less than 8 d that the topics keep");

    keepFor(sandbox, job.topic(), Duration.ofDays(7));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      target.tombstoneExpiry: 7 d is not less than 7 d");

    job.publish(List.of(Commands.event(0, null, "no JSON")));
    portage("run", "--config=" + config, "--until=end");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("since the oldest unresolved dead letter");
  }

  @Test
  void messagesNameWhatIsWrong(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "wrong", 1);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(job);
    job.publish(
        List.of(
            event(0, "{\"user_id\":1,\"name\":\"a\\u0000b\"}"),
            event(3, "{\"user_id\":2,\"name\":\"a\\ud83d\"}")));
    assertThat(portage("check", "--config=" + config).lines())
        .anyMatch(line -> line.contains("text with a NUL character; set tables[].nul: strip"))
        .anyMatch(line -> line.contains("half a surrogate pair; correct the text at its source"));

    String text = Files.readString(config);
    Files.writeString(config, text.replace(job.topic(), "no_such_topic"));
    assertThat(portage("check", "--config=" + config))
        .contains("FAILED  topic no_such_topic: does not exist on ");

    assertThat(
            portage(
                "publish",
                "--unchecked",
                "--file=nofile",
                "--topic=" + job.topic(),
                "--bootstrap=" + sandbox.bootstrapServers()))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("cannot read nofile: no such file");
  }

  @Test
  void triesTheLastMessagesBeforeAnyWrite(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "trial", 3);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(job);
    String text = Files.readString(config);
    assertThat(portage("check", "--config=" + config)).contains("there are none yet", "1 warning");

    List<EventFile.Event> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(event(i, "{\"user_id\":" + i + ",\"name\":\"Secret Name\",\"email\":\"a@b.c\"}"));
    }
    job.publish(events);
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      messages of " + job.topic() + ": the last 100 can be written")
        .contains("The job can run.");

    job.publish(List.of(event(0, "{\"user_id\":\"Secret Name\"}"), event(3, "{\"name\":\"x\"}")));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .containsPattern(
            "warning messages of .*: 1 of the last 100 would become a dead letter: Normalize"
                + " DOES_NOT_FIT, table .*, column user_id: ")
        .contains("Normalize MISSING_KEY", "The job can run, with 2 warnings.")
        .doesNotContain("Secret Name", "connector", "source.debezium");

    String bad = text.replace("row.email.split", "row.emial.split");
    Files.writeString(config, bad.replaceFirst("    col", "    where: row.naem == ''\n    col"));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("column: naem", "Enrich EXPRESSION_FAILED, table", "no source column emial");

    Files.writeString(
        config,
        text.replaceFirst(
            "(?s)    columns:.*?    metadata:",
            "    missingColumns: dead-letter\n    columns: {user_id: {}, name: {from: naem}}\n    metadata:"));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("no source column naem", "it has: user_id, name, email")
        .doesNotContain("add it to the target");

    Files.writeString(
        config,
        text.replace("format: envelope-json", "format: debezium-json")
            .replace("from: " + job.topic(), "from: public.users"));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("of the last 100 would become dead letters");

    Files.writeString(
        config, text.replaceFirst("(?s)    columns:.*?    metadata:", "    metadata:"));
    job.database().execute("ALTER TABLE users_enriched RENAME COLUMN name TO full_name");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("SCHEMA_MISMATCH", "column name", "add it to the target");
  }

  private static EventFile.Event event(int key, String after) {
    return Commands.event(
        0,
        Integer.toString(key),
        "{\"op\":\"c\",\"after\":" + after + ",\"timestamp_ms\":1726531200000}");
  }

  @Test
  void refusesAGroupWithOtherMembers(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "used", 1);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(job);
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            sandbox.bootstrapServers(),
            "group.id",
            job.topic() + "_group",
            "client.id",
            "somebody");
    try (KafkaConsumer<byte[], byte[]> other =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      other.subscribe(List.of(job.topic()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
              });
      assertThat(portage("check", "--config=" + config))
          .startsWith(ExitCode.CHECK_FAILED + "\n")
          .contains("FAILED  group " + job.topic() + "_group: is in use by somebody at ");
    }
    assertThat(portage("check", "--config=" + config)).startsWith(ExitCode.OK + "\n");
  }

  private static void keepFor(Sandbox sandbox, String topic, Duration time) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()))) {
      ConfigEntry entry = new ConfigEntry("retention.ms", Long.toString(time.toMillis()));
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private Path config(TestJob job) throws Exception {
    return Files.writeString(folder.resolve("job.yaml"), Commands.users(job));
  }
}
