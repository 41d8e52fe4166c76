package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The check of a target whose tables or privileges the job cannot use. */
@ExtendWith(SandboxExtension.class)
final class DirectTargetChecksIT {
  private static final String KNOWN =
      """
      name: known
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: ${GROUP}}
        format: debezium-json
      tables:
        - {from: app.late, to: known.late, key: [id], deletes: hard, metadata: {version: v}}
        - {from: app.soft, to: known.soft, key: [id], deletes: soft, metadata: {version: v, deleted: gone}}
        - {from: app.child, to: known.child, key: [id], deletes: hard, metadata: {version: v}}
      target:
        tombstones: known.tombstones
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @TempDir private Path folder;

  @Test
  void reportsProblemsOfTheTarget(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "known", 1);
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
    Path config = Commands.write(folder.resolve("known.yaml"), job, KNOWN);

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
    job.publish(List.of(Commands.event(0, null, misspelt)));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "the last one would become a dead letter: Normalize UNKNOWN_TABLE, table app.lates",
            "tables[].from has app.late, app.soft, app.child");
  }

  @Test
  void reportsMissingPrivileges(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "role", 1);
    createKnown(job);
    job.database().execute("ALTER TABLE known.child ENABLE ROW LEVEL SECURITY");
    job.database().execute("ALTER TABLE known.child FORCE ROW LEVEL SECURITY");
    String user = '"' + sandbox.user() + '"';
    job.database().execute("REVOKE CREATE ON SCHEMA known FROM " + user);
    Path config = Commands.write(folder.resolve("known.yaml"), job, KNOWN);

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
    TestJob job = Commands.job(sandbox, "need", 1);
    job.database().execute("DROP SCHEMA IF EXISTS known CASCADE");
    job.database().execute("CREATE SCHEMA known");
    job.database().execute("CREATE TABLE known.late (id int PRIMARY KEY, v numeric, b bytea)");
    job.database().execute("CREATE TABLE known.soft (id int PRIMARY KEY, gone boolean, v numeric)");
    job.database().execute("CREATE TABLE known.child (id int PRIMARY KEY, v numeric)");
    String event =
        "{\"op\":\"c\",\"after\":{\"id\":%d,\"b\":null},\"source\":{\"connector\":\"postgresql\","
            + "\"schema\":\"app\",\"table\":\"late\",\"sequence\":\"[\\\"9\\\",\\\"10\\\"]\"}}";
    job.publish(List.of(Commands.event(0, null, event.formatted(1))));
    Path untold = Commands.write(folder.resolve("untold.yaml"), job, KNOWN);
    Path told =
        Commands.write(
            folder.resolve("told.yaml"),
            job,
            KNOWN.replace(
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
  void printsTheColumnsThatTheJobWouldAdd(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "adds", 1);
    createKnown(job);
    String event =
        "{\"op\":\"c\",\"after\":{\"id\":1,\"note\":\"x\"},\"source\":{\"connector\":\"postgresql\","
            + "\"schema\":\"app\",\"table\":\"%s\",\"sequence\":\"[\\\"9\\\",\\\"10\\\"]\"}}";
    String schema =
        "{\"type\":\"struct\",\"fields\":[{\"field\":\"after\",\"type\":\"struct\",\"fields\":["
            + "{\"field\":\"id\",\"type\":\"int32\"},"
            + "{\"field\":\"note\",\"type\":\"string\",\"optional\":true,\"default\":\"none\"}]}]}";
    String typed = "{\"schema\":" + schema + ",\"payload\":" + event.formatted("late") + "}";
    job.publish(List.of(Commands.event(0, null, typed)));
    Path config =
        Commands.write(
            folder.resolve("adds.yaml"),
            job,
            KNOWN.replace("tables:", "tableDefaults: {unknownColumns: add}\ntables:"));

    assertThat(portage("check", "--dry-run", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains(
            "would run: ALTER TABLE \"known\".\"late\" ADD COLUMN IF NOT EXISTS \"note\" text"
                + " DEFAULT 'none';");
    assertThat(portage("check", "--config=" + config)).doesNotContain("ALTER TABLE");
    job.publish(List.of(Commands.event(0, null, event.formatted("soft"))));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains(
            "FAILED  table known.soft: unknownColumns: add needs the types of the source's columns,"
                + " and the messages have no schema");
    job.database().execute("DROP SCHEMA known CASCADE");
  }

  @Test
  void namesTheFieldsThatUnwrappedEventsLack(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "fields", 1);
    createKnown(job);
    job.database().execute("ALTER TABLE known.late ADD origin text");
    Path config =
        Commands.write(
            folder.resolve("fields.yaml"),
            job,
            KNOWN
                .replace(
                    "format: debezium-json",
                    "format: debezium-json\n  debezium: {envelope: unwrapped}")
                .replace(
                    "to: known.late, ", "to: known.late, columns: {origin: {source: database}}, "));
    String row =
        "{\"id\":1,\"__op\":\"c\",\"__connector\":\"postgresql\",\"__schema\":\"app\",\"__table\":\"late\"";
    job.publish(List.of(Commands.event(0, null, row + ",\"__db\":\"shop\",\"__source_ts_ms\":1}")));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("order: position needs lsn, sequence in the connector's add.fields");

    job.publish(
        List.of(
            Commands.event(0, null, row + ",\"__lsn\":7,\"__sequence\":\"[null,\\\"7\\\"]\"}")));
    assertThat(portage("check", "--config=" + config))
        .contains(
            "SCHEMA_MISMATCH, table app.late, column origin: the event does not contain the name of"
                + " the database",
            "the field db of the connector's add.fields");
    job.database().execute("DROP SCHEMA known CASCADE");
  }

  private static void createKnown(TestJob job) throws Exception {
    job.database().execute("DROP SCHEMA IF EXISTS known CASCADE");
    job.database().execute("CREATE SCHEMA known");
    job.database().execute("CREATE TABLE known.late (id int PRIMARY KEY, v numeric)");
    job.database().execute("CREATE TABLE known.soft (id int PRIMARY KEY, gone boolean, v numeric)");
    job.database().execute("CREATE TABLE known.child (id int PRIMARY KEY, v numeric)");
  }
}
