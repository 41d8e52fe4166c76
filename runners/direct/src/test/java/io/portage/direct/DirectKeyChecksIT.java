package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys with several forms that the database regards as equal. */
@ExtendWith(SandboxExtension.class)
final class DirectKeyChecksIT {
  private static final String FORMS =
      """
      name: forms
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: ${GROUP}}
        format: debezium-json
        debezium: {interval: string}
      tables:
        - {from: app.known, to: forms_known, key: [k], deletes: hard, metadata: {version: pv}}
        - {from: app.range, to: forms.range, key: [k], deletes: hard, metadata: {version: pv}}
        - {from: app.text, to: forms.text, key: [k], deletes: hard, metadata: {version: pv}}
      target:
        tombstones: forms.tombstones
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @TempDir private Path folder;

  @Test
  void keepsTheOrderOfAKeyInTwoFormsOrWarns(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "forms", 1);
    job.database().execute("DROP SCHEMA IF EXISTS forms CASCADE; DROP TABLE IF EXISTS forms_known");
    job.database().execute("CREATE SCHEMA forms");
    job.database().execute("CREATE TABLE forms_known (k interval PRIMARY KEY, v int, pv numeric)");
    job.database().execute("CREATE TABLE forms.range (k numrange PRIMARY KEY, v int, pv numeric)");
    job.database()
        .execute(
            "CREATE COLLATION forms.ci (provider = icu, locale = 'und-u-ks-level2', deterministic ="
                + " false)");
    job.database()
        .execute(
            "CREATE TABLE forms.text (k text COLLATE forms.ci PRIMARY KEY, v text COLLATE forms.ci,"
                + " pv numeric)");
    Path config = Commands.write(folder.resolve("forms.yaml"), job, FORMS);

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains(
            "warning table forms.text: the key's column k has the nondeterministic collation ci",
            "warning table forms.range: the key's column k is of the type numrange")
        .doesNotContain("warning table forms_known", "column v has");

    job.publish(List.of(event(1, null, "P1M"), event(3, "P30D", null)));
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    job.publish(List.of(event(2, null, "P1M")));
    assertThat(portage("run", "--config=" + config, "--until=end")).startsWith(ExitCode.OK + "\n");
    assertThat(job.database().rows("forms_known", List.of("v"))).isEmpty();

    job.database().execute("DROP SCHEMA forms CASCADE; DROP TABLE forms_known");
  }

  private static EventFile.Event event(int lsn, String before, String after) {
    String key = before == null ? after : before;
    String value =
        "{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"source\":{\"connector\":\"postgresql\",\"schema\":\"app\",\"table\":\"known\",\"ts_ms\":1726531200000,\"lsn\":%d,\"sequence\":\"[\\\"0\\\",\\\"%d\\\"]\"}}"
            .formatted(before == null ? "c" : "d", row(before), row(after), lsn, lsn);
    return Commands.event(0, "{\"k\":\"%s\"}".formatted(key), value);
  }

  private static String row(String key) {
    return key == null ? "null" : "{\"k\":\"" + key + "\",\"v\":1}";
  }
}
