package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.direct.TypeOutcomes.Place;
import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectTypesIT {
  private static final Path TYPES = Path.of("runners/direct/src/test/resources/types");
  private static final Path PAGE = Path.of("pipeline/docs/types.md");
  private static final List<String> FORMATS = List.of("JSON with schema", "JSON");
  private static final int SNAPSHOT_END = 1_000_000;
  private static final int STREAM_END = 1_000_001;
  private static final String CONFIG =
      """
      name: types
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-json
        debezium: %s
      tables:
        - {from: types_source.samples, to: %s, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  @TempDir private Path folder;

  record Capture(TypeModes modes, String format, TestJob job, TypeTopic topic) {
    static Capture of(Sandbox sandbox, TypeModes modes, String format) throws Exception {
      TestJob job = Commands.job(sandbox, "types", 1);
      return new Capture(modes, format, job, new TypeTopic(job.bootstrapServers(), job.topic()));
    }

    String name() {
      return job.topic();
    }

    Map<String, String> connector(Sandbox sandbox) {
      Map<String, String> properties = new HashMap<>(modes.properties());
      properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
      properties.put("database.hostname", "127.0.0.1");
      properties.put("database.port", Integer.toString(sandbox.postgres().port()));
      properties.put("database.user", "postgres");
      properties.put("database.password", "postgres");
      properties.put("database.dbname", "appdb");
      properties.put("plugin.name", "pgoutput");
      properties.put("slot.name", name());
      properties.put("event.processing.failure.handling.mode", "warn");
      properties.put("publication.name", "types");
      properties.put("table.include.list", "types_source.samples");
      properties.put("topic.prefix", name());
      properties.put("transforms", "one");
      properties.put("transforms.one.type", "org.apache.kafka.connect.transforms.RegexRouter");
      properties.put("transforms.one.regex", ".*");
      properties.put("transforms.one.replacement", name());
      properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
      properties.put("key.converter.schemas.enable", "false");
      properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
      properties.put("value.converter.schemas.enable", Boolean.toString(format.endsWith("schema")));
      return properties;
    }
  }

  @Test
  void everyTypeInEveryMode(Sandbox sandbox) throws Exception {
    TypeSamples types =
        TypeSamples.read(TYPES.resolve("postgres.txt"));
    TypeOutcomes outcomes = new TypeOutcomes();
    List<Capture> captures = new ArrayList<>();
    for (TypeModes modes : TypeModes.ALL) {
      for (String format : FORMATS) {
        captures.add(Capture.of(sandbox, modes, format));
      }
    }
    try (Connection connection =
            DriverManager.getConnection(sandbox.jdbcUrl(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS hstore;
          CREATE EXTENSION IF NOT EXISTS ltree;
          CREATE TYPE mood AS ENUM ('sad', 'very "happy", ünd');
          CREATE DOMAIN positive AS numeric(10,2) CHECK (VALUE > 0);
          CREATE DOMAIN code AS text;
          CREATE DOMAIN moment AS timestamp(3);
          CREATE TYPE pair AS (a integer, b text);
          CREATE SCHEMA types_source;
          """);
      statement.execute(TypeSamples.create("types_source.samples", types.samples(), ""));
      statement.execute("CREATE PUBLICATION types FOR TABLE types_source.samples");
      for (String insert : types.inserts("types_source.samples")) {
        statement.execute(insert);
      }
      statement.execute("INSERT INTO types_source.samples (id) VALUES (" + SNAPSHOT_END + ")");
      capture(sandbox, captures, types.count(), statement);
      statement.execute("DROP PUBLICATION types");
      for (Capture capture : captures) {
        carry(capture, types, connection, outcomes);
      }
    }
    assertThat(outcomes.contradictions()).as("outcomes that other modes decide").isEmpty();
    TypePage page = new TypePage(TYPES.resolve("explanations.txt"));
    String tables = page.tables(types.samples(), modes(types), FORMATS, outcomes);
    assertThat(page.unexplained()).as("outcomes without an explanation").isEmpty();
    assertThat(page.unused()).as("explanations without an outcome").isEmpty();
    String frame = Files.readString(TYPES.resolve("types.md"));
    check(frame.replace("{postgres}", tables.strip()).replace("{notes}", page.notes().strip()));
  }

  private void capture(Sandbox sandbox, List<Capture> captures, int count, Statement statement)
      throws Exception {
    try (ConnectWorker worker = ConnectWorker.start(sandbox.bootstrapServers(), folder)) {
      for (Capture capture : captures) {
        worker.submit(capture.name(), capture.connector(sandbox));
      }
      await(worker, captures, SNAPSHOT_END);
      String columns;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                  + " WHERE attrelid = 'types_source.samples'::regclass AND attnum > 1")) {
        rows.next();
        columns = rows.getString(1);
      }
      statement.execute(
          "INSERT INTO types_source.samples SELECT id + %1$d, %2$s FROM types_source.samples WHERE id <= %1$d ORDER BY id"
              .formatted(count, columns));
      statement.execute("INSERT INTO types_source.samples (id) VALUES (" + STREAM_END + ")");
      await(worker, captures, STREAM_END);
    }
  }

  private static void await(ConnectWorker worker, List<Capture> captures, int last)
      throws Exception {
    for (Capture capture : captures) {
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(50))
            .failFast(() -> !worker.isAlive())
            .until(() -> capture.topic().has(last));
      } catch (Exception e) {
        throw new AssertionError(capture.name() + ": the worker printed:\n" + worker.log(), e);
      }
    }
  }

  private void carry(
      Capture capture, TypeSamples types, Connection connection, TypeOutcomes outcomes)
      throws Exception {
    TestJob job = capture.job();
    List<Sample> sent = new ArrayList<>();
    JsonNode event = capture.topic().first();
    JsonNode after = event.has("payload") ? event.path("payload") : event;
    for (Sample sample : types.samples()) {
      if (after.path("after").has(sample.column())) {
        sent.add(sample);
      } else {
        outcomes.put(
            new Place(sample.column(), capture.modes().of(sample), capture.format()),
            sample.values().stream().map(value -> "not sent").toList());
      }
    }
    String target = capture.name();
    job.database().execute(TypeSamples.create(target, sent, ", portage_version numeric"));
    Path config =
        Files.writeString(
            folder.resolve(target + ".yaml"),
            CONFIG.formatted(capture.modes().debezium(), target));
    LedgerSummary ledger = job.run(job.config(config));
    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    Map<Integer, String> ends = new HashMap<>();
    for (int id : capture.topic().ids()) {
      ends.put(id, "");
    }
    for (DeadLetter letter : job.deadLetters()) {
      ends.put(
          capture.topic().ids().get((int) letter.coordinates().offset()),
          "dead letter: " + letter.cause().message());
    }
    outcomes.compare(
        connection,
        sent,
        types.count(),
        target,
        ends,
        sample -> new Place(sample.column(), capture.modes().of(sample), capture.format()));
  }

  /** Returns the modes that govern each type, in the order of the connectors. */
  private static Map<Sample, List<String>> modes(TypeSamples types) {
    Map<Sample, List<String>> modes = new HashMap<>();
    for (Sample sample : types.samples()) {
      modes.put(sample, TypeModes.ALL.stream().map(mode -> mode.of(sample)).distinct().toList());
    }
    return modes;
  }

  /** Compares the page with the committed one, or writes it if the property asks for it. */
  private static void check(String page) throws Exception {
    if (Boolean.getBoolean("portage.types.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(page)
        .as("%s; -Dportage.types.write=true writes it anew", PAGE)
        .isEqualTo(Files.readString(PAGE));
  }
}
