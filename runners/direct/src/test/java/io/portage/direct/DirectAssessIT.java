package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The obstacles of a real source, topic and target, and the files of a job. */
@ExtendWith(SandboxExtension.class)
final class DirectAssessIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String SOURCE =
      """
      CREATE SCHEMA shop;
      GRANT USAGE ON SCHEMA shop TO assess_reader;
      CREATE TABLE shop.docs (id bigint PRIMARY KEY, body text, price numeric(9,2),
        seen timestamp, "Title" text);
      ALTER TABLE shop.docs ALTER COLUMN body SET STORAGE EXTERNAL;
      INSERT INTO shop.docs VALUES (1, repeat('x', 9000), 1, now(), 't');
      CREATE TABLE shop.silent (id bigint PRIMARY KEY);
      ALTER TABLE shop.silent REPLICA IDENTITY NOTHING;
      CREATE TABLE shop.indexed (id bigint PRIMARY KEY, code bigint NOT NULL);
      CREATE UNIQUE INDEX indexed_code ON shop.indexed (code);
      ALTER TABLE shop.indexed REPLICA IDENTITY USING INDEX indexed_code;
      CREATE TABLE shop.nokey (id bigint);
      CREATE TABLE shop.guarded (id bigint PRIMARY KEY);
      ALTER TABLE shop.guarded ENABLE ROW LEVEL SECURITY;
      CREATE UNLOGGED TABLE shop.staging (id bigint PRIMARY KEY);
      CREATE TABLE shop.parts (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
      CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (100);
      CREATE VIEW shop.seen AS SELECT id FROM shop.docs;
      CREATE TABLE shop.calc (id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED);
      CREATE TABLE shop.later (id bigint PRIMARY KEY DEFERRABLE);
      CREATE TABLE shop."Later" (id bigint PRIMARY KEY);
      CREATE TABLE shop.forgotten (id bigint PRIMARY KEY);
      GRANT SELECT ON ALL TABLES IN SCHEMA shop TO assess_reader;
      REVOKE SELECT ON shop.silent FROM assess_reader;
      CREATE PUBLICATION a FOR TABLE shop.silent WITH (publish = 'insert, update');
      CREATE PUBLICATION b FOR TABLE shop.docs WHERE (id > 0), shop.indexed (id, code), shop.later
        WITH (publish = 'insert, update, delete');
      """;

  private static final String TARGET =
      """
      DROP SCHEMA IF EXISTS assess CASCADE;
      CREATE SCHEMA assess;
      CREATE TABLE assess.parent (id bigint PRIMARY KEY);
      CREATE TABLE assess.docs (id bigint PRIMARY KEY, body text NOT NULL, price integer,
        seen timestamp, title text, number bigint GENERATED ALWAYS AS IDENTITY,
        number2 bigint, parent bigint UNIQUE REFERENCES assess.parent);
      CREATE FUNCTION assess.nothing() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER stamp BEFORE INSERT ON assess.docs FOR EACH ROW
        EXECUTE FUNCTION assess.nothing();
      CREATE UNLOGGED TABLE assess.silent (id bigint PRIMARY KEY, v numeric);
      CREATE TABLE assess.indexed (id bigint, code bigint, v numeric);
      CREATE TABLE assess.calc (id bigint, twice bigint PRIMARY KEY, v numeric);
      CREATE VIEW assess.nokey AS SELECT id FROM assess.calc;
      CREATE TABLE assess.guarded (id bigint PRIMARY KEY, amount numeric, v numeric);
      ALTER TABLE assess.guarded ENABLE ROW LEVEL SECURITY;
      ALTER TABLE assess.guarded FORCE ROW LEVEL SECURITY;
      REVOKE DELETE ON assess.guarded FROM app;
      """;

  private static final String CONFIG =
      """
      name: assessed
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}", no_such_topic], groupId: ${GROUP}}
        format: debezium-json
        jdbc: {url: "%1$s", user: assess_reader, password: s3cret-of-the-reader}
      tables:
      %2$s
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  private static final String SCHEMA =
      """
      {"type":"struct","fields":[{"field":"after","type":"struct","optional":true,"fields":[
        {"field":"id","type":"int64","optional":false},
        {"field":"body","type":"string","optional":true},
        {"field":"price","type":"double","optional":true},
        {"field":"seen","type":"int64","optional":true,"name":"io.debezium.time.Timestamp"},
        {"field":"Title","type":"string","optional":true}]},{"field":"op","type":"string"}]}""";

  @TempDir private Path folder;

  private static EventFile.Event event(
      String table, @Nullable String schema, int lsn, @Nullable String key, String after) {
    String payload =
        ("{\"op\":\"u\",\"before\":null,\"after\":%s,\"source\":{\"connector\":\"postgresql\","
                + "\"schema\":\"shop\",\"table\":\"%s\",\"ts_ms\":1700000000000,"
                + "\"sequence\":\"[null,\\\"%d\\\"]\",\"lsn\":%d}}")
            .formatted(after, table, lsn, lsn);
    String value =
        schema == null ? payload : "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    return new EventFile.Event(
        1,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }

  private static String rest(int id, String body) {
    return "{\"id\":" + id + ",\"body\":\"" + body + "\",\"price\":1,\"seen\":1,\"Title\":null}";
  }

  private static String entries(String... tables) {
    StringBuilder text = new StringBuilder();
    for (String table : tables) {
      text.append(
          "  - {from: shop.%1$s, to: assess.%1$s, key: [id], deletes: hard, metadata: {version: v}}\n"
              .formatted(table));
    }
    return text.toString();
  }

  @Test
  void findsEveryPlantedObstacleById(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "assessed", 2);
    job.database().execute(TARGET);
    plantInTopic(job);
    try (AssessedSource source = AssessedSource.create(sandbox, "assessed", SOURCE);
        Connection open = DriverManager.getConnection(source.adminUrl());
        Statement statement = open.createStatement()) {
      Path config =
          Commands.write(
              folder.resolve("assessed.yaml"),
              job,
              CONFIG.formatted(
                  source.url(),
                  entries(
                      "docs", "silent", "indexed", "nokey", "guarded", "staging", "parts", "seen",
                      "calc", "later", "absent")));
      source.execute("SELECT pg_create_logical_replication_slot('assessed_slot', 'pgoutput')");
      open.setAutoCommit(false);
      statement.execute("SELECT 1");
      Path json = folder.resolve("report.json");
      Path html = folder.resolve("report.html");

      String[] command = {
        "assess", "--config=" + config, "--json=" + json, "--html=" + html, "--long-transaction=0s"
      };
      String hidden = portage(command);
      source.execute("GRANT pg_read_all_stats TO " + AssessedSource.READER);
      String printed = portage(command);
      source.execute("REVOKE pg_read_all_stats FROM " + AssessedSource.READER);

      assertThat(hidden).contains("source-not-visible").doesNotContain("source-transaction-long");
      assertThat(printed).startsWith(ExitCode.FAILED + "\n");
      assertThat(ids(json)).isEqualTo(PLANTED);
      String page = Files.readString(html);
      assertThat(page).contains("source-identity-nothing").doesNotContain("<script");
      assertThat(hidden + printed + page + Files.readString(json))
          .doesNotContain(AssessedSource.PASSWORD, "not a number", "xxxxxxxx");
    }
  }

  private static final Set<String> PLANTED =
      new TreeSet<>(
          List.of(
              "message-dead-letters",
              "message-decimal-double",
              "message-key-differs",
              "message-mode-unknown",
              "message-none",
              "message-none-written",
              "message-time-precision",
              "message-values-unavailable",
              "message-without-key",
              "message-without-schema",
              "source-generated-column",
              "source-identity-index",
              "source-identity-not-full",
              "source-identity-nothing",
              "source-key-deferrable",
              "source-key-missing",
              "source-name-case",
              "source-not-readable",
              "source-publication-filter",
              "source-publication-operations",
              "source-publication-table",
              "source-publication-truncate",
              "source-rows-hidden",
              "source-slot-inactive",
              "source-slot-unlimited",
              "source-table-kind",
              "source-table-missing",
              "source-table-partitioned",
              "source-table-unlogged",
              "source-table-without-topic",
              "source-toast-columns",
              "source-transaction-long",
              "source-unique-key",
              "target-column-missing",
              "target-foreign-key",
              "target-identity-always",
              "target-key-differs",
              "target-key-missing",
              "target-name-case",
              "target-not-null",
              "target-privilege-missing",
              "target-rows-hidden",
              "target-sequence",
              "target-table-kind",
              "target-table-missing",
              "target-table-unlogged",
              "target-trigger",
              "target-unique-key",
              "target-version-missing",
              "topic-compacted-partial",
              "topic-missing",
              "topic-records-removed",
              "topic-retention-short",
              "topic-table-not-configured"));

  private static Set<String> ids(Path json) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (JsonNode finding : JSON.readTree(json.toFile()).path("findings")) {
      ids.add(finding.path("id").asText());
    }
    return ids;
  }

  /** Records of which the first is deleted, in a topic that keeps them for a minute. */
  private static void plantInTopic(TestJob job) throws Exception {
    job.publish(
        List.of(
            event("docs", null, 1, "{\"id\":1}", "{\"id\":1}"),
            event(
                "docs",
                SCHEMA,
                2,
                "{\"id\":1}",
                "{\"id\":1,\"body\":\"__debezium_unavailable_value\",\"price\":1.5,\"seen\":1}"),
            event("guarded", null, 3, null, "{\"id\":3,\"amount\":1,\"extra\":2}"),
            event("indexed", null, 4, "{\"code\":4}", "{\"id\":4,\"code\":\"not a number\"}"),
            event("forgotten_too", null, 5, "{\"id\":5}", "{\"id\":5}")));
    try (Admin admin = job.admin()) {
      TopicPartition first = new TopicPartition(job.topic(), 0);
      admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(1))).all().get();
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, job.topic());
      List<AlterConfigOp> settings = new ArrayList<>();
      settings.add(set("cleanup.policy", "compact,delete"));
      settings.add(set("retention.ms", "60000"));
      admin.incrementalAlterConfigs(Map.of(topic, settings)).all().get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  @Test
  void writesFilesOfAJobThatCarriesTheTables(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "assess-write", 1);
    job.publish(
        List.of(
            event("left", SCHEMA, 2, "{\"id\":1}", rest(1, "a")),
            event("right", SCHEMA, 3, "{\"id\":2}", rest(2, "b"))));
    job.database().execute("DROP TABLE IF EXISTS \"left\", \"right\"");
    String tables =
        "CREATE TABLE shop.left (id bigint PRIMARY KEY, body text, price float8,"
            + " seen timestamp(3), \"Title\" text);";
    try (AssessedSource source =
        AssessedSource.create(
            sandbox,
            "assess_write",
            "CREATE SCHEMA shop; GRANT USAGE ON SCHEMA shop TO assess_reader; "
                + tables
                + tables.replace("left", "right"))) {
      Path config =
          Commands.write(
              folder.resolve("job.yaml"),
              job,
              CONFIG
                  .replace(", no_such_topic", "")
                  .formatted(
                      source.url(),
                      "  # kept\n  - {from: shop.left, to: left, key: [id], deletes: hard, metadata: {version: v}}"));
      Path written = folder.resolve("out");
      String[] command = {"assess", "--config=" + config, "--write=" + written, "--fail-on=note"};

      assertThat(portage(command)).contains("Wrote ", "assessed-runbook.md");

      Path yaml = written.resolve("assessed.yaml");
      String text = Files.readString(yaml);
      assertThat(text)
          .contains("# kept", "from: shop.right", "to: right")
          .contains("{env: PORTAGE_SOURCE_JDBC_PASSWORD}", "{env: PORTAGE_TARGET_JDBC_PASSWORD}");
      assertThat(Files.readString(written.resolve("assessed-connector.json")))
          .contains("PostgresConnector", "shop.left,shop.right");
      for (String name : List.of(".yaml", ".sql", "-connector.json", "-runbook.md")) {
        assertThat(Files.readString(written.resolve("assessed" + name)))
            .doesNotContain(AssessedSource.PASSWORD);
      }
      assertThat(portage(command)).startsWith(ExitCode.USAGE + "\n").contains("is not replaced");
      Files.writeString(
          yaml,
          text.replace("{env: PORTAGE_SOURCE_JDBC_PASSWORD}", AssessedSource.PASSWORD)
              .replace("{env: PORTAGE_TARGET_JDBC_PASSWORD}", sandbox.password()));
      job.database().execute(Files.readString(written.resolve("assessed.sql")));
      assertThat(portage("check", "--config=" + yaml)).startsWith(ExitCode.OK + "\n");
      assertThat(portage("run", "--config=" + yaml, "--until=end")).startsWith(ExitCode.OK + "\n");
      assertThat(row(sandbox, "left")).isEqualTo("1a");
      assertThat(row(sandbox, "right")).isEqualTo("2b");
      assertThat(portage("assess", "--config=" + yaml)).doesNotContain("blocker ");
    }
  }

  private static String row(Sandbox sandbox, String table) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT id || body FROM \"" + table + "\"")) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
