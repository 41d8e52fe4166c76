package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.ddl.JobTables;
import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.Dialects;
import io.portage.target.ddl.MissingTables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From topics to a configuration, to tables and to rows. */
@ExtendWith(SandboxExtension.class)
final class DirectTablesIT {
  private static final String SCHEMA =
      """
      {"type":"struct","name":"shop.public.%1$s.Envelope","fields":[
        {"field":"before","type":"struct","optional":true,"fields":[]},
        {"field":"after","type":"struct","optional":true,"fields":[
          {"field":"id","type":"int64","optional":false},
          {"field":"Sum €","type":"bytes","optional":true,
           "name":"org.apache.kafka.connect.data.Decimal",
           "parameters":{"scale":"2","connect.decimal.precision":"9"}},
          {"field":"born","type":"int32","optional":true,"name":"io.debezium.time.Date"},
          {"field":"seen","type":"string","optional":true,"name":"io.debezium.time.ZonedTimestamp"},
          {"field":"tags","type":"array","optional":true,"items":{"type":"string","optional":true}},
          {"field":"extra","type":"string","optional":true,"name":"io.debezium.data.Json"},
          {"field":"level","type":"int32","optional":true,"default":3}]},
        {"field":"op","type":"string"}]}""";

  @TempDir private Path folder;

  /** An event of a table that is named after the job's topic. */
  private static EventFile.Event typed(TestJob job, int lsn, String after) {
    String value =
        ("{\"schema\":"
                + SCHEMA
                + ",\"payload\":{\"op\":\"c\",\"before\":null,\"after\":%2$s,\"source\":{\"connector\":"
                + "\"postgresql\",\"schema\":\"public\",\"table\":\"%1$s\",\"ts_ms\":1700000000000,"
                + "\"sequence\":\"[null,\\\"%3$d\\\"]\",\"lsn\":%3$d}}}")
            .formatted(job.topic(), after, lsn);
    return new EventFile.Event(
        1,
        ("{\"id\":" + lsn + "}").getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }

  @Test
  void writesAJobWhoseTablesCarryItsRows(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "init-typed", 1);
    job.publish(
        List.of(
            typed(
                job,
                1,
                """
                {"id":1,"Sum €":"AfQ=","born":1,"seen":"2024-01-02T03:04:05.123456Z",
                 "tags":["a",null],"extra":"{\\"b\\":1, \\"a\\":2}","level":null}"""),
            typed(
                job,
                2,
                """
                {"id":2,"Sum €":null,"born":null,"seen":null,"tags":null,"extra":null,"level":7}""")));

    String written =
        portage(
            "init",
            "--topic=" + job.topic(),
            "--bootstrap=" + job.bootstrapServers(),
            "--name=typed",
            "--target=" + sandbox.jdbcUrl(),
            "--write=" + folder);

    assertThat(written).startsWith(ExitCode.OK + "\n");
    String sql = Files.readString(folder.resolve("typed.sql"));
    assertThat(sql)
        .isEqualTo(
            """
            -- from public.%1$s
            CREATE TABLE IF NOT EXISTS "%1$s" (
              "id" bigint NOT NULL,
              "Sum €" numeric(9,2),
              "born" date,
              "seen" timestamptz,
              "tags" text[],
              "extra" json,
              "level" integer DEFAULT '3',
              "portage_version" numeric,
              PRIMARY KEY ("id")
            );
            """
                .formatted(job.topic()));
    Path config = folder.resolve("typed.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("${PORTAGE_JDBC_USER:-portage}", sandbox.user())
            .replace("{env: PORTAGE_JDBC_PASSWORD}", "\"" + sandbox.password() + "\"")
            .replace("dead-letters/typed", folder.resolve("letters").toString()));
    assertThat(portage("ddl", "--config=" + config)).isEqualTo(ExitCode.OK + "\n" + sql);
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("does not exist");
    job.database().execute(sql);
    assertThat(portage("check", "--config=" + config)).startsWith(ExitCode.OK + "\n");
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    assertThat(
            rows(sandbox, job, "id, \"Sum €\", born, seen AT TIME ZONE 'UTC', tags, extra, level"))
        .containsExactly(
            "(1,5.00,1970-01-02,\"2024-01-02 03:04:05.123456\",\"{a,NULL}\","
                + "\"{\"\"b\"\":1, \"\"a\"\":2}\",)",
            "(2,,,,,,7)");
    assertThat(
            portage(
                "init",
                "--topic=" + job.topic(),
                "--bootstrap=" + job.bootstrapServers(),
                "--name=typed",
                "--write=" + folder))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("exists and is not replaced");
  }

  private static List<String> rows(Sandbox sandbox, TestJob job, String columns)
      throws SQLException {
    String sql = "SELECT (ROW(" + columns + "))::text FROM \"" + job.topic() + "\" ORDER BY id";
    try (Connection connection =
            DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static EventFile.Event plain(String after) {
    String value = "{\"op\":\"c\",\"after\":" + after + ",\"timestamp_ms\":1700000000000}";
    return Commands.event(0, null, value);
  }

  private static final String CREATES =
      """
      name: creates
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: ${GROUP}}
        format: envelope-json
      tables:
        - from: ${TOPIC}
          to: ${TOPIC}
          key: [id]
          deletes: soft
          columns: {id: {}, whole: {}, fraction: {}, date: {}, mixed: {}, twice: {from: whole},
                    long: {value: "size(row.date) > 3"}, more: {value: "row.whole"}}
          metadata: {version: v, deleted: gone, sourceTime: at, sourcePosition: place}
      target:
        createTables: true
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @Test
  void createsMissingTablesOnce(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "creates", 1);
    Path config = Commands.write(folder.resolve("creates.yaml"), job, CREATES);
    assertThat(portage("ddl", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("table " + job.topic() + ": topic " + job.topic() + " has no change of a row");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.OK + "\n")
        .contains("Table " + job.topic() + " cannot be defined yet: topic " + job.topic());
    job.publish(
        List.of(
            plain("{\"id\":1,\"whole\":5,\"fraction\":1,\"date\":\"2024-01-02\",\"mixed\":true}"),
            plain("{\"id\":2,\"whole\":6,\"fraction\":0.5,\"date\":null,\"mixed\":null}")));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains(
            "warning table " + job.topic() + ": does not exist",
            """
            The start of a run would create:
            -- from %1$s
            -- The records have no schema: the types are those of the values in 2 of them"""
                .formatted(job.topic()),
            """
            CREATE TABLE IF NOT EXISTS "%1$s" (
              "id" bigint NOT NULL,
              "whole" bigint,
              "fraction" numeric,
              "date" text,
              "mixed" boolean,
              "twice" bigint,
              "long" boolean,
              "more" bigint,
              "gone" bool DEFAULT false NOT NULL,
              "at" timestamptz,
              "place" text,
              "v" numeric,
              PRIMARY KEY ("id")
            );
            """
                .formatted(job.topic()));

    PortageConfig read = job.config(config);
    JobTables tables = JobTables.of(read, Dialects.of(sandbox.jdbcUrl()), 10, Clock.systemUTC());
    assertThat(createdBySeveral(read, tables, 4)).containsExactly(job.topic());

    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n"); // size(null) of the second row
    assertThat(rows(sandbox, job, "id, whole, fraction, date, mixed, twice, long, more, gone"))
        .containsExactly("(1,5,1,2024-01-02,t,5,t,5,f)");
  }

  private static final String PATTERN =
      """
      name: pattern
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topicPattern: "${TOPIC}.*", groupId: ${GROUP}}
        format: debezium-json
      tables:
        - {fromPattern: 'public\\.(.*)', to: "$1", key: primary-key, deletes: hard, metadata: {version: v}}
      target:
        createTables: true
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @Test
  void createsTheTablesToWhichAPatternLeads(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "pattern", 1);
    Path config = Commands.write(folder.resolve("pattern.yaml"), job, PATTERN);
    assertThat(portage("ddl", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("no change among the last records is of a source that matches public\\.(.*)");
    job.publish(
        List.of(
            typed(
                job,
                1,
                """
                {"id":1,"Sum €":null,"born":1,"seen":null,"tags":null,"extra":null,"level":7}""")));
    String create =
        """
        CREATE TABLE IF NOT EXISTS "%s" (
          "id" bigint NOT NULL,
        """
            .formatted(job.topic());
    assertThat(portage("ddl", "--config=" + config, "--table=" + job.topic()))
        .startsWith(ExitCode.OK + "\n")
        .contains("-- from public." + job.topic(), create, "PRIMARY KEY (\"id\")");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("The start of a run would create:", create);

    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.OK + "\n")
        .contains("Created table " + job.topic());

    assertThat(rows(sandbox, job, "id, born, level")).containsExactly("(1,1970-01-02,7)");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("table " + job.topic());
    job.database().execute("ALTER TABLE \"" + job.topic() + "\" DROP COLUMN v");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("table " + job.topic(), "column v");
  }

  /** Returns the tables that the workers report as created, all together. */
  private static List<String> createdBySeveral(PortageConfig config, JobTables tables, int workers)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<List<String>>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(pool.submit(() -> MissingTables.create(config.target(), tables.tables())));
      }
      List<String> created = new ArrayList<>();
      for (Future<List<String>> one : running) {
        created.addAll(one.get());
      }
      return created;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void asksForWhatTheRecordsDoNotTell(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "init-asks", 1);
    String topic = "--topic=" + job.topic();
    String bootstrap = "--bootstrap=" + job.bootstrapServers();
    assertThat(portage("init", "--topic=nowhere", bootstrap))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("--topic: topic nowhere does not exist on " + job.bootstrapServers());
    assertThat(portage("init", topic, bootstrap))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("the topics have no records: name the format with --format");
    job.publish(List.of(plain("{\"id\":1}")));
    assertThat(portage("init", topic, bootstrap))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("name them with --key=" + job.topic() + "=COLUMN");
    assertThat(portage("init", topic, bootstrap, "--key=" + job.topic() + "=id"))
        .startsWith(ExitCode.OK + "\n")
        .contains(
            "format: envelope-json",
            "url: ${PORTAGE_JDBC_URL:-jdbc:postgresql://localhost:5432/postgres}",
            "\"id\" bigint NOT NULL");
    job.publish(List.of(Commands.event(0, null, "{\"id\":1}")));
    assertThat(portage("init", topic, bootstrap))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("name the format with --format, one of avro");
  }
}
