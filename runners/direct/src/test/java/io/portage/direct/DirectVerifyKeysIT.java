package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.model.Row;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.Dialects;
import io.portage.verify.rows.TableRows;
import io.portage.verify.rows.TableRows.RowChunk;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify} of keys and tables that are not the plain ones. */
@ExtendWith(SandboxExtension.class)
final class DirectVerifyKeysIT {
  @TempDir private Path folder;

  /** NULL in a key, duplicates, keys with the same parts, and a target without a primary key. */
  @Test
  void oddKeysAreFindingsAndDoNotEndTheRun(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_keys", 1);
    String source = job.topic() + "_src";
    String target = job.topic() + "_items";
    job.database()
        .execute(
            """
            CREATE SCHEMA %1$s;
            CREATE TABLE %1$s.items (a text, b text, name text);
            INSERT INTO %1$s.items SELECT (i %% 50)::text, (i / 50)::text, 'n' || i
              FROM generate_series(0, 2499) i;
            CREATE TABLE %2$s (a text, b text, name text, v numeric);
            INSERT INTO %2$s SELECT *, %3$s FROM %1$s.items;
            """
                .formatted(source, target, DirectVerifyIT.OF_SNAPSHOT));
    Path config =
        config(
            job,
            """
              - {from: SOURCE.items, to: TARGET, key: [a, b], deletes: hard,
                 metadata: {version: v}}
            """
                .replace("SOURCE", source)
                .replace("TARGET", target));
    assertThat(portage("verify", "--config=" + config, "--source-idle"))
        .startsWith(ExitCode.OK + "\n");

    job.database()
        .execute(
            """
            INSERT INTO %2$s VALUES (NULL, '1', 'x', %3$s), ('7', NULL, 'x', %3$s);
            INSERT INTO %2$s SELECT * FROM %2$s WHERE a = '3' AND b = '4';
            UPDATE %2$s SET name = 'swapped' WHERE a = '5' AND b = '6';
            UPDATE %2$s SET a = '61', b = '60' WHERE a = '0' AND b = '1';
            INSERT INTO %1$s.items VALUES (NULL, '9', 'rejected'), ('60', '61', 'new');
            INSERT INTO %1$s.items SELECT a, b, 'twice' FROM %1$s.items WHERE a = '8' AND b = '9';
            """
                .formatted(source, target, DirectVerifyIT.OF_SNAPSHOT));
    Path json = folder.resolve("report.json");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n")
        .contains(
            "a key column is NULL in the target",
            "the target has 2 rows with this key",
            "several rows of the source have this key",
            "the job would reject the row");
    assertThat(DirectVerifyIT.found(json))
        .isEqualTo(
            Map.of(
                "[null,\"1\"]", "extra",
                "[\"7\",null]", "extra",
                "[\"3\",\"4\"]", "extra",
                "[\"5\",\"6\"]", "differs name",
                "[\"61\",\"60\"]", "extra",
                "[\"0\",\"1\"]", "missing",
                "[null,\"9\"]", "missing",
                "[\"60\",\"61\"]", "missing",
                "[\"8\",\"9\"]", "undecided"));
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--repair=plan"))
        .contains("a key column is NULL: the guarded write needs the whole key");
  }

  @Test
  void tablesOfAPatternAreVerifiedWhereTheSourceHasThem(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_patterns", 1);
    String source = job.topic() + "_src";
    String prefix = job.topic();
    job.database()
        .execute(
            """
            CREATE SCHEMA %1$s;
            CREATE TABLE %1$s.p_one (id int PRIMARY KEY, name text);
            CREATE TABLE %1$s.p_two (id int PRIMARY KEY, name text);
            CREATE TABLE %1$s.visits (id int, name text);
            CREATE TABLE %1$s.loose (id int, name text);
            INSERT INTO %1$s.p_one VALUES (1, 'one');
            INSERT INTO %1$s.p_two VALUES (1, 'one'), (2, 'two');
            CREATE TABLE %2$s_p_one (id int PRIMARY KEY, name text, v numeric);
            CREATE TABLE %2$s_p_two (id int PRIMARY KEY, name text, v numeric);
            CREATE TABLE %2$s_loose (id int, name text, v numeric);
            CREATE TABLE %2$s_visits (record text PRIMARY KEY, id int, name text, v numeric);
            INSERT INTO %2$s_p_one VALUES (1, 'one', %3$s);
            INSERT INTO %2$s_p_two VALUES (1, 'one', %3$s);
            """
                .formatted(source, prefix, DirectVerifyIT.OF_SNAPSHOT));
    Path config =
        config(
            job,
            """
              - {from: SOURCE.loose, to: PREFIX_loose, key: primary-key, deletes: hard,
                 metadata: {version: v}}
              - {from: SOURCE.visits, to: PREFIX_visits, key: {record: record}, deletes: hard,
                 metadata: {version: v}}
              - {fromPattern: 'SOURCE\\.(p_.*)', to: "PREFIX_$1", key: primary-key, deletes: hard,
                 metadata: {version: v}}
              - {fromPattern: 'topic\\.(.*)', to: "PREFIX_topic_$1", key: primary-key,
                 deletes: hard, metadata: {version: v}}
            """
                .replace("SOURCE", source)
                .replace("PREFIX", prefix));

    Path json = folder.resolve("report.json");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n")
        .contains(
            prefix + "_p_one",
            prefix + "_p_two",
            "has no primary key: name the columns that identify a row in tables[].key",
            "its key is the record's coordinates",
            "no table of the source matches the pattern",
            "--against=log verifies");
    assertThat(DirectVerifyIT.found(json)).isEqualTo(Map.of("[\"2\"]", "missing"));
  }

  /** A chunk of wide rows ends early, and the next one goes on after it. */
  @Test
  void aChunkIsBoundedByBytes(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_wide", 1);
    String table = job.topic() + "_wide";
    job.database()
        .execute(
            "CREATE TABLE %1$s (id int PRIMARY KEY, body text)".formatted(table)
                + ";INSERT INTO %1$s SELECT i, repeat(md5(i::text), 32768) FROM".formatted(table)
                + " generate_series(1, 30) i");
    try (Connection connection =
        DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password())) {
      TableRows rows =
          TableRows.of(
              connection,
              Dialects.of(sandbox.jdbcUrl()),
              table,
              List.of("id", "body"),
              List.of("id"),
              List.of());
      List<Object> ids = new ArrayList<>();
      RowChunk chunk = rows.after(connection, null, 1_000);
      while (true) {
        assertThat(chunk.rows()).hasSizeBetween(1, 9);
        chunk.rows().forEach(row -> ids.add(row.get(0)));
        if (chunk.last()) {
          break;
        }
        Row last = chunk.rows().get(chunk.rows().size() - 1);
        chunk = rows.after(connection, rows.keyOf(last), 1_000);
      }
      assertThat(ids).hasSize(30).doesNotHaveDuplicates();
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  private Path config(TestJob job, String entries) throws Exception {
    return Commands.write(
        folder.resolve("verify.yaml"),
        job,
        DirectVerifyIT.HEAD
            + "tables:\n"
            + entries
            + DirectVerifyIT.TAIL.replace("DLQ", job.topic() + "_dlq"));
  }
}
