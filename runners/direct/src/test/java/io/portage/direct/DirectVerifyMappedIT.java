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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify} of tables whose rows the job maps, filters and merges. */
@ExtendWith(SandboxExtension.class)
final class DirectVerifyMappedIT {
  @TempDir private Path folder;

  /**
   * Two sources in one table, with a filter, computed and looked up columns, and deletes that are
   * marks.
   */
  @Test
  void verifiesWhatTheJobMakesOfTheRows(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_map", 1);
    String source = job.topic() + "_src";
    String target = job.topic() + "_people";
    job.database().execute("CREATE SCHEMA " + source);
    for (String table : List.of("eu", "us")) {
      job.database()
          .execute(
              """
              CREATE TABLE %1$s.%2$s (id int PRIMARY KEY, first text, last text, land char(2));
              INSERT INTO %1$s.%2$s SELECT i, 'F' || i, 'L' || i, CASE WHEN i %% 5 = 0 THEN 'XX'
                ELSE 'DE' END FROM generate_series(1, 100) i;
              """
                  .formatted(source, table));
    }
    job.database()
        .execute(
            """
            CREATE TABLE %1$s (region text, id bigint, name text, land_name text, gone boolean,
              v numeric, PRIMARY KEY (region, id));
            INSERT INTO %1$s SELECT r, id, 'F' || id || ' L' || id, 'Germany', false, %2$s
              FROM (VALUES ('eu'), ('us')) AS regions(r), generate_series(1, 100) id
              WHERE id %% 5 > 0;
            INSERT INTO %1$s VALUES ('eu', 200, 'gone', NULL, true, %2$s);
            """
                .formatted(target, DirectVerifyIT.OF_SNAPSHOT));
    Path lands = Files.writeString(folder.resolve("lands.csv"), "code,name\nDE,Germany\n");
    Path config = peopleConfig(job, source, target, lands);
    Path json = folder.resolve("report.json");

    assertThat(portage("verify", "--config=" + config, "--source-idle"))
        .startsWith(ExitCode.OK + "\n");

    job.database()
        .execute(
            """
            UPDATE %1$s SET land_name = 'West Germany' WHERE region = 'eu' AND id = 1;
            UPDATE %1$s SET name = 'F2', land_name = 'West Germany' WHERE region = 'eu' AND id = 2;
            UPDATE %1$s SET gone = true WHERE region = 'us' AND id = 3;
            UPDATE %1$s SET gone = false WHERE id = 200;
            INSERT INTO %1$s VALUES ('us', 5, 'filtered', 'none', false, %2$s);
            INSERT INTO %1$s VALUES ('asia', 1, 'no source', 'none', false, %2$s);
            DELETE FROM %1$s WHERE region = 'us' AND id = 4;
            """
                .formatted(target, DirectVerifyIT.OF_SNAPSHOT));

    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n")
        .contains("deleted in the target");
    assertThat(DirectVerifyIT.found(json))
        .isEqualTo(
            Map.of(
                "[\"eu\",\"1\"]", "lookup land_name",
                "[\"eu\",\"2\"]", "differs name,land_name",
                "[\"us\",\"3\"]", "missing",
                "[\"eu\",\"200\"]", "extra",
                "[\"us\",\"5\"]", "extra",
                "[\"asia\",\"1\"]", "extra",
                "[\"us\",\"4\"]", "missing"));
  }

  /** The job adds a column with the first event that has it, which may be on its way. */
  @Test
  void aColumnThatTheJobHasNotAddedYetIsNoDifference(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_add", 1);
    String source = job.topic() + "_src";
    String target = job.topic() + "_items";
    job.database()
        .execute(
            """
            CREATE SCHEMA %1$s;
            CREATE TABLE %1$s.items (id int PRIMARY KEY, name text, added int NOT NULL DEFAULT 5);
            INSERT INTO %1$s.items SELECT i, 'item ' || i FROM generate_series(1, 100) i;
            CREATE TABLE %2$s (id int PRIMARY KEY, name text, v numeric);
            INSERT INTO %2$s SELECT id, name, %3$s FROM %1$s.items;
            """
                .formatted(source, target, DirectVerifyIT.OF_SNAPSHOT));
    Path config =
        Commands.write(
            folder.resolve("added.yaml"),
            job,
            (DirectVerifyIT.HEAD
                    + """
                    tables:
                      - from: SOURCE.items
                        to: TARGET
                        key: [id]
                        deletes: hard
                        unknownColumns: add
                        metadata: {version: v}
                    """
                    + DirectVerifyIT.TAIL)
                .replace("SOURCE", source)
                .replace("TARGET", target)
                .replace("DLQ", job.topic() + "_dlq"));
    Path json = folder.resolve("added.json");

    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("not verified: the target does not have these columns yet: added");
    assertThat(DirectVerifyIT.found(json)).isEmpty();

    job.database().execute("UPDATE " + target + " SET name = 'other' WHERE id = 7");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n");
    assertThat(DirectVerifyIT.found(json)).isEqualTo(Map.of("[\"7\"]", "differs name"));

    job.database().execute("ALTER TABLE " + target + " ADD COLUMN added int NOT NULL DEFAULT 5");
    job.database().execute("UPDATE " + target + " SET name = 'item 7' WHERE id = 7");
    assertThat(portage("verify", "--config=" + config, "--source-idle"))
        .startsWith(ExitCode.OK + "\n");
  }

  private Path peopleConfig(TestJob job, String source, String target, Path lands)
      throws Exception {
    String entry =
        """
          - from: SOURCE.REGION
            to: TARGET
            keys: disjoint
            key: [region, id]
            deletes: soft
            where: row.land != "XX"
            metadata: {version: v, deleted: gone}
            columns:
              region: {constant: REGION}
              id: {from: id}
              name: {value: 'row.first + " " + row.last'}
              land_name: {lookup: lands, by: land, column: name}
        """;
    return Commands.write(
        folder.resolve("people.yaml"),
        job,
        (DirectVerifyIT.HEAD
                + "references: {lands: {csv: '"
                + lands
                + "', key: code}}\n"
                + "tables:\n"
                + entry.replace("REGION", "eu")
                + entry.replace("REGION", "us")
                + DirectVerifyIT.TAIL)
            .replace("SOURCE", source)
            .replace("TARGET", target)
            .replace("DLQ", job.topic() + "_dlq"));
  }
}
