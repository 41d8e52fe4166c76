package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.EventFile;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user types them, against real servers. */
@ExtendWith(SandboxExtension.class)
final class DirectCommandsIT {
  @TempDir private Path folder;

  @Test
  void checksThenPublishesThenRuns(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "cli", 1, Map.of());
    Path config = config(sandbox, job);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");

    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("FAILED  table users_enriched: does not exist", "The job cannot run");

    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    job.database().execute("ALTER TABLE users_enriched DROP COLUMN portage_version");
    assertThat(portage("check", "--config=" + config))
        .contains("ALTER TABLE users_enriched ADD COLUMN portage_version numeric");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.CHECK_FAILED + "\n");

    job.database().execute("ALTER TABLE users_enriched ADD COLUMN portage_version numeric");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      topic " + job.topic(), "ok      reference countries: 4 entries");

    assertThat(
            portage(
                "publish",
                "--unchecked",
                "--file=data/events/users.jsonl",
                "--topic=" + job.topic(),
                "--bootstrap=" + sandbox.bootstrapServers()))
        .startsWith(ExitCode.OK + "\n")
        .contains(job.topic() + "-0-0  2024-09-17T00:00:00Z");
    assertThat(EventFile.read(Path.of("data/events/users.jsonl"))).hasSize(14);

    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.DEAD_LETTERS + "\n")
        .contains("balanced");
    assertThat(portage("run", "--config=" + config, "--until=end"))
        .startsWith(ExitCode.OK + "\n")
        .contains("Nothing new to read: group " + job.group() + " is at the end of " + job.topic())
        .doesNotContain("applied");
    assertThat(job.committed()).isEqualTo(Map.of(0, 14L));
  }

  @Test
  void refusesBeamOptionsThatDoNotExist(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "options", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));

    assertThat(
            portage("run", "--config=" + config(sandbox, job), "--until=end", "--noSuchOption=1"))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("noSuchOption");
  }

  @Test
  void refusesTombstonesThatGoBeforeWhatTheyHoldBack(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "expiry", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path config = config(sandbox, job);
    Files.writeString(
        config, Files.readString(config).replace("target:\n", "target:\n  tombstoneExpiry: 7d\n"));

    assertThat(portage("check", "--config=" + config)).contains("a topic keeps records for ever");

    keepFor(sandbox, job.topic(), Duration.ofDays(8));
    assertThat(portage("check", "--config=" + config))
        .contains(
            "FAILED  target.tombstoneExpiry: 7 days is less than 8 days that the topics keep");

    keepFor(sandbox, job.topic(), Duration.ofDays(7));
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.OK + "\n")
        .contains("ok      target.tombstoneExpiry: 7 days is not less than 7 days");

    byte[] value = "no JSON".getBytes(StandardCharsets.UTF_8);
    job.publish(List.of(new EventFile.Event(1, null, value, 0, null)));
    portage("run", "--config=" + config, "--until=end");
    assertThat(portage("check", "--config=" + config))
        .startsWith(ExitCode.CHECK_FAILED + "\n")
        .contains("since the oldest unresolved dead letter");
  }

  private static void keepFor(Sandbox sandbox, String topic, Duration time) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()))) {
      ConfigEntry entry = new ConfigEntry("retention.ms", Long.toString(time.toMillis()));
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private Path config(Sandbox sandbox, TestJob job) throws Exception {
    String text =
        Files.readString(Path.of("data/scenarios/users.yaml"))
            .replace("${KAFKA_BOOTSTRAP}", sandbox.bootstrapServers())
            .replace("${TOPIC}", job.topic())
            .replace("${GROUP}", job.topic() + "_group")
            .replace("${DEAD_LETTERS}", job.topic() + "_dlq")
            .replace("${PORTAGE_JDBC_URL}", sandbox.jdbcUrl())
            .replace("${PORTAGE_JDBC_USER}", sandbox.user())
            .replace("${PORTAGE_JDBC_PASSWORD}", sandbox.password());
    return Files.writeString(folder.resolve("job.yaml"), text);
  }

  /** The exit code, then all that the command printed. */
  private static String portage(String... args) {
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);
    int code = Portage.execute(new Main.DirectEngine(), both, both, args);
    return code + "\n" + printed;
  }
}
