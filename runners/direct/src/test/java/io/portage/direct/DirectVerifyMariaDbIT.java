package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code portage verify} of MariaDB as source and as target. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class DirectVerifyMariaDbIT {
  private static final String VERSION =
      Version.of(0, SourcePosition.ofBinlog(1, 4, 0), 0, 1).toNumber().toString();

  @TempDir private Path folder;

  @Test
  void findsTheDifferencesOfMariaDb(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "verify_maria", 1).intoMariaDb();
    String source = job.topic() + "_source";
    String target = job.topic() + "_target";
    String columns =
        "(id bigint unsigned, part varchar(20), name text, amount decimal(12,2), ratio double,"
            + " at datetime(6), stamp timestamp(6) NULL, flag tinyint(1), raw varbinary(20)%s,"
            + " PRIMARY KEY (id, part))";
    job.database().execute("CREATE TABLE " + source + columns.formatted(""));
    job.database()
        .execute("CREATE TABLE " + target + columns.formatted(", v decimal(65,0) NOT NULL"));
    job.database()
        .execute(
            "INSERT INTO "
                + source
                + " SELECT seq + IF(seq = 3000, 18446744073709548000, 0), concat('p', seq % 3),"
                + " concat('Näme ', seq), seq * 1.25, seq / 3, '2024-01-01 00:00:00.000001',"
                + " '2024-01-01 00:00:00.5', seq % 2, unhex(md5(seq)) FROM seq_1_to_3000");
    job.database()
        .execute("INSERT INTO " + target + " SELECT s.*, " + VERSION + " FROM " + source + " s");
    Path config =
        Commands.write(
            folder.resolve("job.yaml"),
            job,
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
                tables: {"shop.items": SOURCE}
            tables:
              - {from: shop.items, to: TARGET, key: [id, part], deletes: hard, metadata: {version: v}}
            target:
              jdbc:
                url: "${PORTAGE_JDBC_URL}"
                user: "${PORTAGE_JDBC_USER}"
                password: "${PORTAGE_JDBC_PASSWORD}"
            deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
            """
                .replace("SOURCE", source)
                .replace("TARGET", target));

    assertThat(portage("verify", "--config=" + config, "--source-idle"))
        .startsWith(ExitCode.OK + "\n");

    job.database().execute("DELETE FROM " + target + " WHERE id > 3000");
    job.database().execute("UPDATE " + target + " SET name = upper(name) WHERE id = 5");
    job.database().execute("UPDATE " + target + " SET part = 'P1' WHERE id = 7");
    job.database()
        .execute(
            "UPDATE " + target + " SET stamp = stamp + interval 1 hour, flag = 0 WHERE id = 9");
    Path json = folder.resolve("report.json");

    assertThat(portage("verify", "--config=" + config, "--source-idle", "--json=" + json))
        .startsWith(ExitCode.FAILED + "\n");
    assertThat(DirectVerifyIT.found(json).toString())
        .isEqualTo(
            "{[\"18446744073709551000\",\"p0\"]=missing, [\"5\",\"p2\"]=differs name,"
                + " [\"7\",\"P1\"]=extra, [\"7\",\"p1\"]=missing, [\"9\",\"p0\"]=differs stamp,flag}");
    assertThat(Files.readString(json)).doesNotContain("Näme");
  }
}
