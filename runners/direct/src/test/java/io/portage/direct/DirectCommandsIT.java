package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "cli", 1, Map.of());
    Path config = config(sandbox, job);
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
  void refusesBeamOptionsThatDoNotExist(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "options", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));

    assertThat(
            portage("run", "--config=" + config(sandbox, job), "--until=end", "--noSuchOption=1"))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("noSuchOption");
  }

  @Test
  void refusesATombstoneExpiryBelowTheRetention(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "expiry", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(sandbox, job);
    Files.writeString(
        config, Files.readString(config).replace("target:\n", "target:\n  tombstoneExpiry: 7d\n"));

    assertThat(portage("check", "--config=" + config))
        .contains("a topic keeps records without limit");

    keepFor(sandbox, job.topic(), Duration.ofDays(8));
    assertThat(portage("check", "--config=" + config))
        .contains(
            "FAILED  target.tombstoneExpiry: 7 days is less than 8 days that the topics keep");

    keepFor(sandbox, job.topic(), Duration.ofDays(7));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      target.tombstoneExpiry: 7 days is not less than 7 days");

    byte[] value = "no JSON".getBytes(StandardCharsets.UTF_8);
    job.publish(List.of(new EventFile.Event(1, null, value, 0, null)));
    portage("run", "--config=" + config, "--until=end");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("since the oldest unresolved dead letter");
  }

  @Test
  void triesTheLastMessagesBeforeAnyWrite(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "trial", 3, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(sandbox, job);
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
        .doesNotContain("Secret Name");

    String bad = text.replace("row.email.split", "row.emial.split");
    Files.writeString(config, bad.replaceFirst("    col", "    where: row.naem == ''\n    col"));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("column: naem", "Enrich EXPRESSION_FAILED, table", "no source column emial");

    Files.writeString(
        config,
        text.replaceFirst(
            "(?s)    columns:.*?    metadata:",
            "    missing: dead-letter\n    columns: {user_id: {}, name: {from: naem}}\n    metadata:"));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("no source column naem", "it has: user_id, name, email")
        .doesNotContain("add the column to the target");

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
        .contains("SCHEMA_MISMATCH", "column name", "add the column to the target");
  }

  private static EventFile.Event event(int key, String after) {
    String value = "{\"op\":\"c\",\"after\":" + after + ",\"timestamp_ms\":1726531200000}";
    return new EventFile.Event(
        1,
        Integer.toString(key).getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }

  @Test
  void reportsProblemsOfTheTarget(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "known", 1, Map.of());
    job.database().execute("DROP SCHEMA IF EXISTS known CASCADE");
    job.database().execute("CREATE SCHEMA known");
    job.database()
        .execute("CREATE TABLE known.late (id int, v numeric, PRIMARY KEY (id) DEFERRABLE)");
    job.database()
        .execute(
            "CREATE TABLE known.soft (id int PRIMARY KEY, a text UNIQUE, b text, gone boolean,"
                + " v numeric)");
    job.database().execute("CREATE UNIQUE INDEX part ON known.soft (b) WHERE gone IS NOT TRUE");
    job.database().execute("CREATE UNIQUE INDEX more ON known.soft (b, id)");
    job.database()
        .execute(
            "CREATE TABLE known.child (id int PRIMARY KEY, soft int REFERENCES known.soft, v"
                + " numeric)");
    Path config = Files.writeString(folder.resolve("known.yaml"), known(sandbox, job));

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "FAILED  table known.late: the key late_pkey of table known.late is DEFERRABLE",
            "warning table known.soft: soft-deleted rows keep",
            "CREATE UNIQUE INDEX soft_a_key ON known.soft USING btree (a) WHERE \"gone\" IS NOT TRUE;",
            "ok      foreign key child_soft_fkey: a row of known.child waits for its row of"
                + " known.soft")
        .doesNotContain("index part", "index more", "known.part", "known.more");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("the key late_pkey of table known.late is DEFERRABLE");

    job.database()
        .execute("ALTER TABLE known.late DROP CONSTRAINT late_pkey, ADD PRIMARY KEY (id)");
    String misspelt =
        "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"connector\":\"postgresql\","
            + "\"schema\":\"app\",\"table\":\"lates\",\"ts_ms\":1,\"lsn\":1}}";
    job.publish(
        List.of(new EventFile.Event(1, null, misspelt.getBytes(StandardCharsets.UTF_8), 0, null)));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "the last one would become a dead letter: Normalize UNKNOWN_TABLE, table app.lates",
            "tables[].from has app.late, app.soft, app.child");
  }

  @Test
  void reportsMissingPrivileges(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "role", 1, Map.of());
    job.database().execute("DROP SCHEMA IF EXISTS known CASCADE");
    job.database().execute("CREATE SCHEMA known");
    job.database().execute("CREATE TABLE known.late (id int PRIMARY KEY, v numeric)");
    job.database().execute("CREATE TABLE known.soft (id int PRIMARY KEY, gone boolean, v numeric)");
    job.database().execute("CREATE TABLE known.child (id int PRIMARY KEY, v numeric)");
    job.database().execute("ALTER TABLE known.child ENABLE ROW LEVEL SECURITY");
    job.database().execute("ALTER TABLE known.child FORCE ROW LEVEL SECURITY");
    String user = '"' + sandbox.user() + '"';
    job.database().execute("REVOKE CREATE ON SCHEMA known FROM " + user);
    Path config = Files.writeString(folder.resolve("known.yaml"), known(sandbox, job));

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "FAILED  table known.tombstones: must keep the versions of deleted rows: it does",
            "GRANT CREATE ON SCHEMA \"known\"",
            "warning table known.tombstones_moved: a key change with a partial row",
            "warning table known.child: row-level security applies to the user " + sandbox.user());

    job.database().execute("GRANT CREATE ON SCHEMA known TO " + user);
    job.database().execute("CREATE TABLE known.tombstones (table_name text)");
    job.database().execute("REVOKE UPDATE ON known.tombstones FROM " + user);
    assertThat(portage("check", "--config=" + config))
        .contains(
            "FAILED  table known.tombstones: must keep the versions of deleted rows: the user"
                + " lacks UPDATE")
        .doesNotContain("the user lacks INSERT");

    job.database().execute("DROP SCHEMA known CASCADE");
  }

  @Test
  void namesTheSettingThatAColumnNeeds(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "need", 1, Map.of());
    job.database().execute("DROP SCHEMA IF EXISTS known CASCADE");
    job.database().execute("CREATE SCHEMA known");
    job.database().execute("CREATE TABLE known.late (id int PRIMARY KEY, v numeric, b bytea)");
    job.database().execute("CREATE TABLE known.soft (id int PRIMARY KEY, gone boolean, v numeric)");
    job.database().execute("CREATE TABLE known.child (id int PRIMARY KEY, v numeric)");
    String event =
        "{\"op\":\"c\",\"after\":{\"id\":%d,\"b\":null},\"source\":{\"connector\":\"postgresql\","
            + "\"schema\":\"app\",\"table\":\"late\",\"sequence\":\"[\\\"9\\\",\\\"10\\\"]\"}}";
    job.publish(
        List.of(new Event(0, null, event.formatted(1).getBytes(StandardCharsets.UTF_8), 0, null)));
    String config = known(sandbox, job);
    Path untold = Files.writeString(folder.resolve("untold.yaml"), config);
    Path told =
        Files.writeString(
            folder.resolve("told.yaml"),
            config.replace(
                "format: debezium-json", "format: debezium-json\n  debezium: {binary: hex}"));

    assertThat(portage("check", "--config=" + untold))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "FAILED  table known.late: column b: set source.debezium.binary to the connector's"
                + " binary.handling.mode");
    assertThat(portage("check", "--config=" + told)).startsWith(ExitCode.OK + "\n");

    job.database().execute("DROP SCHEMA known CASCADE");
  }

  @Test
  void refusesAGroupWithOtherMembers(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "used", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(sandbox, job);
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

  private static String known(Sandbox sandbox, TestJob job) {
    return """
        name: known
        source:
          kafka: {bootstrapServers: "%s", topics: [%s], groupId: %s_group}
          format: debezium-json
        tables:
          - {from: app.late, to: known.late, key: [id], deletes: hard, metadata: {version: v}}
          - {from: app.soft, to: known.soft, key: [id], deletes: soft, metadata: {version: v, deleted: gone}}
          - {from: app.child, to: known.child, key: [id], deletes: hard, metadata: {version: v}}
        target:
          tombstones: known.tombstones
          jdbc:
            url: %s
            user: %s
            password: %s
        deadLetters: {kafka: {topic: %s_dlq}}
        """
        .formatted(
            sandbox.bootstrapServers(),
            job.topic(),
            job.topic(),
            sandbox.jdbcUrl(),
            sandbox.user(),
            sandbox.password(),
            job.topic());
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

  private Path config(Sandbox sandbox, TestJob job) throws Exception {
    String text =
        Files.readString(Path.of("data/scenarios/users.yaml"))
            .replace("${KAFKA_BOOTSTRAP}", sandbox.bootstrapServers())
            .replace("${TOPIC}", job.topic())
            .replace("${GROUP}", job.topic() + "_group")
            .replace("${DEAD_LETTERS}", job.topic() + "_dlq")
            .replace("${PORTAGE_JDBC_URL}", sandbox.jdbcUrl())
            .replace("${PORTAGE_JDBC_USER}", sandbox.user())
            .replace("${PORTAGE_JDBC_PASSWORD}", sandbox.password());
    return Files.writeString(folder.resolve("job.yaml"), text);
  }

  /** Returns the exit code and the output of the command. */
  private static String portage(String... args) {
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);
    int code = Portage.execute(new Main.DirectEngine(), both, both, args);
    return code + "\n" + printed;
  }
}
