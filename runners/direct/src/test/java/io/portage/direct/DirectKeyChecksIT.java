package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keys with several forms that the database regards as equal. */
@ExtendWith(SandboxExtension.class)
final class DirectKeyChecksIT {
  @TempDir private Path folder;

  @Test
  void keepsTheOrderOfAKeyInTwoFormsOrWarns(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "forms", 1, Map.of());
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
    Path config = Files.writeString(folder.resolve("forms.yaml"), config(sandbox, job));

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
    return new EventFile.Event(
        0,
        "{\"k\":\"%s\"}".formatted(key).getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        0,
        null);
  }

  private static String row(String key) {
    return key == null ? "null" : "{\"k\":\"" + key + "\",\"v\":1}";
  }

  /** Returns the exit code and the output of the command. */
  private static String portage(String... args) {
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);
    int code = Portage.execute(new Main.DirectEngine(), both, both, args);
    return code + "\n" + printed;
  }

  private static String config(Sandbox sandbox, TestJob job) {
    return """
        name: forms
        source:
          kafka: {bootstrapServers: "%s", topics: [%s], groupId: %s_group}
          format: debezium-json
          debezium: {interval: string}
        tables:
          - {from: app.known, to: forms_known, key: [k], deletes: hard, metadata: {version: pv}}
          - {from: app.range, to: forms.range, key: [k], deletes: hard, metadata: {version: pv}}
          - {from: app.text, to: forms.text, key: [k], deletes: hard, metadata: {version: pv}}
        target:
          tombstones: forms.tombstones
          jdbc: {url: "%s", user: "%s", password: "%s"}
        deadLetters: {kafka: {topic: %s_dlq}}
        """
        .formatted(
            sandbox.bootstrapServers(),
            job.topic(),
            job.topic(),
            sandbox.jdbcUrl(),
            sandbox.user(),
            sandbox.password(),
            job.topic());
  }
}
