package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.config.PortageConfig;
import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.connection.Sleeper;
import io.portage.verify.Verification;
import io.portage.verify.VerifySettings;
import io.portage.verify.barrier.JobBarrier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify} against planted differences. */
@ExtendWith(SandboxExtension.class)
final class DirectVerifyIT {
  /** The number of rows; a million for figures. */
  private static final int ROWS = Integer.getInteger("portage.verify.rows", 20_000);

  /** The version of a row of a connector's first snapshot. */
  static final String OF_SNAPSHOT =
      Version.of(0, SourcePosition.SNAPSHOT, 0, 1).toNumber().toString();

  /** A version above every position. */
  private static final String FROM_THE_FUTURE =
      Version.of(0, SourcePosition.ofPostgres(Long.MAX_VALUE, Long.MAX_VALUE), 0, 1)
          .toNumber()
          .toString();

  private static final String COLUMNS =
      """
       id int8, part text COLLATE "C", name text, note varchar(40), amount numeric(12,2),
       ratio float8, at timestamptz, day date, doc jsonb, code char(6), free numeric, raw bytea
      """;

  static final String HEAD =
      """
      name: verify
      source:
        kafka:
          bootstrapServers: ${KAFKA_BOOTSTRAP}
          topics: ["${TOPIC}"]
          groupId: ${GROUP}
        format: debezium-json
        jdbc:
          url: "${PORTAGE_JDBC_URL}"
          user: "${PORTAGE_JDBC_USER}"
          password: "${PORTAGE_JDBC_PASSWORD}"
      """;

  static final String TAIL =
      """
      target:
        jdbc:
          url: "${PORTAGE_JDBC_URL}"
          user: "${PORTAGE_JDBC_USER}"
          password: "${PORTAGE_JDBC_PASSWORD}"
      deadLetters: {kafka: {topic: DLQ}}
      """;

  @TempDir private Path folder;

  @Test
  void findsExactlyThePlantedDifferences(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify", 1);
    String source = job.topic() + "_src";
    String target = job.topic() + "_items";
    create(job, source, target);
    Path config = config(job, source, target);
    Path json = folder.resolve("report.json");

    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.OK + "\n")
        .contains("Source and target are equal.");

    Map<String, String> planted = plant(job, source, target);
    // A change that did not fit became a dead letter.
    source(job, source, 50, "note = repeat('x', 41)");
    job.publish(
        List.of(
            Commands.event(
                0,
                null,
                """
                {"op": "u", "after": {"id": 50, "part": "p1"}, "source": {"schema": "SCHEMA",
                 "table": "items", "db": "appdb", "lsn": 5, "sequence": "[\\"4\\",\\"5\\"]"}}
                """
                    .replace("SCHEMA", source))));
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n");
    planted.put(key(50, "p1"), "dead-letter " + job.topic() + "-0-0");

    String printed = portage("verify", "--config=" + config, "--source-idle", "--json=" + json);
    assertThat(found(json)).isEqualTo(planted);
    assertThat(printed).startsWith(ExitCode.FAILED + "\n").contains("Source and target differ.");
    assertThat(printed).doesNotContain("secret value");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--show-values"))
        .contains("note: source secret value, target other");

    continuesWhereItWasEnded(job, config, planted);
    repairs(job, config, json, planted);

    job.database().execute("DELETE FROM " + target + " WHERE id <> 40");
    job.database().execute("DELETE FROM " + source + ".items WHERE id <> 40");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--rounds=1"))
        .describedAs("only what is newer than the source remains")
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("Not everything could be decided.", "1 ahead");
  }

  /** A run ends in the middle; the next one continues and finds the same. */
  private void continuesWhereItWasEnded(TestJob job, Path config, Map<String, String> planted)
      throws Exception {
    Path state = folder.resolve("state.json");
    PortageConfig read = job.config(config);
    VerifySettings settings = VerifySettings.DEFAULTS.withState(state);
    AtomicInteger chunks = new AtomicInteger();
    try (Verification verification =
        Verification.open(
            read,
            settings,
            JobBarrier.of(read, true),
            Clock.systemUTC(),
            System::nanoTime,
            Sleeper.REAL,
            (table, phase, done, estimated) -> {
              if (chunks.incrementAndGet() == 3) {
                throw new CancellationException("ended");
              }
            })) {
      assertThatThrownBy(verification::run).isInstanceOf(CancellationException.class);
    }
    assertThat(state).exists();

    Path json = folder.resolve("continued.json");
    portage("verify", "--config=" + config, "--source-idle", "--state=" + state, "--json=" + json);
    assertThat(found(json)).isEqualTo(planted);
    assertThat(
            new ObjectMapper().readTree(Files.readString(json)).at("/tables/0/sourceRows").asInt())
        .isEqualTo(ROWS);
    assertThat(state).doesNotExist();
  }

  private void repairs(TestJob job, Path config, Path json, Map<String, String> planted)
      throws Exception {
    String plan =
        portage("verify", "--config=" + config, "--source-idle", "--repair=plan", "--at-most=5");
    assertThat(plan).startsWith(ExitCode.FAILED + "\n").contains("5 planned", " limit");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n");
    assertThat(found(json)).describedAs("a plan writes nothing").isEqualTo(planted);
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--repair=apply"))
        .startsWith(ExitCode.FAILED + "\n")
        .contains("a dead letter explains it", " applied", "1 refused")
        .doesNotContain("secret value");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n");
    assertThat(found(json).values())
        .describedAs("what a repair leaves")
        .containsExactlyInAnyOrder("ahead", "dead-letter " + job.topic() + "-0-0");
  }

  private static void create(TestJob job, String source, String target) throws Exception {
    job.database().execute("CREATE SCHEMA " + source);
    job.database()
        .execute(
            "CREATE TABLE "
                + source
                + ".items ("
                + COLUMNS.replace("varchar(40)", "text")
                + ", PRIMARY KEY (id, part))");
    job.database()
        .execute(
            "CREATE TABLE "
                + target
                + " ("
                + COLUMNS.replace(" COLLATE \"C\"", "")
                + ", portage_version numeric NOT NULL, PRIMARY KEY (id, part))");
    job.database()
        .execute(
            "INSERT INTO "
                + source
                + ".items SELECT i, 'p' || i % 7, 'Name ' || i, 'note', i * 1.25, i / 3.0,"
                + " timestamptz '2024-01-01 00:00:00Z' + i * interval '1 second',"
                + " date '2024-01-01' + i % 1000, jsonb_build_object('a', i, 'b', 'x'),"
                + " 'c' || i % 10, i * 0.5, decode(md5(i::text), 'hex')"
                + " FROM generate_series(1, "
                + ROWS
                + ") i");
    job.database()
        .execute(
            "INSERT INTO " + target + " SELECT *, " + OF_SNAPSHOT + " FROM " + source + ".items");
    job.database().execute("ANALYZE " + target);
    job.database().execute("ANALYZE " + source + ".items");
  }

  /** Plants differences and returns what must be found, by the key. */
  private static Map<String, String> plant(TestJob job, String source, String target)
      throws Exception {
    Map<String, String> planted = new TreeMap<>();
    // The first and the last row, and rows on both sides of the ends of chunks.
    for (int id : new int[] {1, 1000, 1001, 8000, ROWS}) {
      job.database().execute("DELETE FROM " + target + " WHERE id = " + id);
      planted.put(key(id, "p" + id % 7), "missing");
    }
    // Beyond the highest key, before the lowest, and between: only in the target.
    extra(job, target, ROWS + 100, "tail", planted);
    extra(job, target, -5, "head", planted);
    // Keys whose texts sort differently, or are one text with another separator.
    extra(job, target, 12, "P5", planted);
    extra(job, target, 12, "p5 ", planted);
    extra(job, target, 1, "2,p3", planted);
    differs(job, target, 10, "name = note, note = name", "name,note", planted);
    differs(job, target, 11, "note = NULL", "note", planted);
    differs(job, target, 13, "at = at + interval '1 hour'", "at", planted);
    differs(job, target, 14, "name = upper(name)", "name", planted);
    differs(job, target, 15, "amount = amount + 0.01", "amount", planted);
    differs(job, target, 16, "doc = doc || '{\"b\": null}'", "doc", planted);
    differs(job, target, 17, "raw = raw || '\\x00'", "raw", planted);
    differs(job, target, 18, "name = name || ' '", "name", planted);
    source(job, source, 20, "ratio = '-0'");
    differs(job, target, 20, "ratio = 0", "ratio", planted);
    source(job, source, 21, "ratio = 'NaN', free = 'NaN'");
    differs(job, target, 21, "ratio = NULL, free = 1", "ratio,free", planted);
    source(job, source, 22, "note = ''");
    differs(job, target, 22, "note = NULL", "note", planted);
    source(job, source, 23, "note = 'secret value'");
    differs(job, target, 23, "note = 'other'", "note", planted);
    // No differences: the scale of a free number, blanks of char, the order of JSON, NaN.
    source(job, source, 30, "free = 1.0, ratio = 'NaN', doc = '{\"b\": 1.0, \"a\": 2}'");
    job.database()
        .execute(
            "UPDATE "
                + target
                + " SET free = 1.00, ratio = 'NaN', doc = '{\"a\": 2, \"b\": 1}' WHERE id = 30");
    source(job, source, 31, "code = 'ab'");
    job.database().execute("UPDATE " + target + " SET code = 'ab  ' WHERE id = 31");
    // Newer than the source's snapshot: not a difference.
    job.database()
        .execute(
            "UPDATE "
                + target
                + " SET note = 'newer', portage_version = "
                + FROM_THE_FUTURE
                + " WHERE id = 40");
    planted.put(key(40, "p5"), "ahead");
    return planted;
  }

  private static void source(TestJob job, String source, int id, String set) throws Exception {
    job.database().execute("UPDATE " + source + ".items SET " + set + " WHERE id = " + id);
  }

  private static void differs(
      TestJob job, String target, int id, String set, String columns, Map<String, String> planted)
      throws Exception {
    job.database().execute("UPDATE " + target + " SET " + set + " WHERE id = " + id);
    planted.put(key(id, "p" + id % 7), "differs " + columns);
  }

  private static void extra(
      TestJob job, String target, int id, String part, Map<String, String> planted)
      throws Exception {
    job.database()
        .execute(
            "INSERT INTO "
                + target
                + " (id, part, portage_version) VALUES ("
                + id
                + ", '"
                + part
                + "', "
                + OF_SNAPSHOT
                + ")");
    planted.put(key(id, part), "extra");
  }

  private static String key(int id, String part) {
    return "[\"" + id + "\",\"" + part + "\"]";
  }

  static Map<String, String> found(Path json) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (JsonNode table : new ObjectMapper().readTree(Files.readString(json)).get("tables")) {
      for (JsonNode finding : table.get("findings")) {
        StringBuilder columns = new StringBuilder();
        finding
            .get("columns")
            .forEach(
                column ->
                    columns.append(columns.length() == 0 ? " " : ",").append(column.asText()));
        String kind = finding.get("kind").asText();
        found.put(
            finding.get("key").asText(),
            switch (kind) {
              case "ahead" -> kind;
              case "dead-letter" -> kind + " " + finding.get("deadLetter").asText();
              default -> kind + columns;
            });
      }
    }
    return found;
  }

  private Path config(TestJob job, String source, String target) throws Exception {
    return Commands.write(
        folder.resolve("verify.yaml"),
        job,
        (HEAD
                + """
                tables:
                  - from: SOURCE.items
                    to: TARGET
                    key: [id, part]
                    deletes: hard
                    metadata: {version: portage_version}
                """
                + TAIL)
            .replace("SOURCE", source)
            .replace("TARGET", target)
            .replace("DLQ", job.topic() + "_dlq"));
  }
}
