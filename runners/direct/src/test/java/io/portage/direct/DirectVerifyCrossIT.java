package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify} of PostgreSQL as the source and MariaDB as the target. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class DirectVerifyCrossIT {
  private static final int ROWS = 2_000;

  @TempDir private Path folder;

  @Test
  void comparesRowsOfTwoKindsOfDatabases(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_cross", 1).intoMariaDb();
    String source = job.topic() + "_src";
    String target = job.topic() + "_items";
    TargetDatabase postgres =
        new TargetDatabase(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
    postgres.execute(
        """
        CREATE SCHEMA %1$s;
        CREATE TABLE %1$s.items (id bigint, part text, name text, amount numeric(12,2),
          ratio float8, at timestamptz, day date, flag boolean, doc jsonb, raw bytea,
          PRIMARY KEY (id, part));
        INSERT INTO %1$s.items SELECT i, 'P' || i %% 3, 'Näme ' || i, i * 1.25, i / 4.0,
          timestamptz '2024-01-01 00:00:00Z' + i * interval '1 second', date '2024-01-01' + i %% 900,
          i %% 2 = 0, jsonb_build_object('a', i), decode(md5(i::text), 'hex')
          FROM generate_series(1, %2$d) i;
        """
            .formatted(source, ROWS));
    job.database()
        .execute(
            "CREATE TABLE "
                + target
                + " (id bigint, part varchar(20) COLLATE utf8mb4_bin, name text,"
                + " amount decimal(12,2), ratio double, at timestamp(6) NULL, day date, flag tinyint(1),"
                + " doc json, raw varbinary(20), v decimal(65,0) NOT NULL, PRIMARY KEY (id, part))");
    job.database()
        .execute(
            "INSERT INTO "
                + target
                + " SELECT seq, concat('P', seq % 3), concat('Näme ', seq), seq * 1.25, seq / 4,"
                + " '2024-01-01 00:00:00' + interval seq second,"
                + " date '2024-01-01' + interval (seq % 900) day, seq % 2 = 0,"
                + " concat('{\"a\": ', seq, '}'), unhex(md5(seq)), "
                + DirectVerifyIT.OF_SNAPSHOT
                + " FROM seq_1_to_"
                + ROWS);
    Path config =
        Commands.write(
            folder.resolve("job.yaml"),
            job,
            (DirectVerifyIT.HEAD.replace("${PORTAGE_JDBC_URL}", sandbox.jdbcUrl())
                    + """
                    tables:
                      - {from: SOURCE.items, to: TARGET, key: [id, part], deletes: hard,
                         metadata: {version: v}}
                    """
                    + DirectVerifyIT.TAIL)
                .replace("SOURCE", source)
                .replace("TARGET", target)
                .replace("DLQ", job.topic() + "_dlq"));

    assertThat(portage("verify", "--config=" + config, "--source-idle"))
        .startsWith(ExitCode.OK + "\n")
        .contains("Source and target are equal.");

    job.database().execute("UPDATE " + target + " SET part = 'p1' WHERE id = 7");
    job.database().execute("UPDATE " + target + " SET name = upper(name) WHERE id = 8");
    job.database()
        .execute("UPDATE " + target + " SET at = at + interval 1 hour, flag = 1 WHERE id = 9");
    job.database().execute("DELETE FROM " + target + " WHERE id = " + ROWS);
    postgres.execute("DELETE FROM " + source + ".items WHERE id = 10");
    Path json = folder.resolve("report.json");
    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n");
    assertThat(DirectVerifyIT.found(json).toString())
        .isEqualTo(
            "{[\"10\",\"P1\"]=extra, [\"2000\",\"P2\"]=missing, [\"7\",\"P1\"]=missing,"
                + " [\"7\",\"p1\"]=extra, [\"8\",\"P2\"]=differs name,"
                + " [\"9\",\"P0\"]=differs at,flag}");
  }
}
