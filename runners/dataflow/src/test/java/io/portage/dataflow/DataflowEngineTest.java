package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataflowEngineTest {
  private static final List<String> GIVEN = List.of("--tempLocation=gs://b/t");

  @TempDir Path folder;

  private final DataflowEngine engine = new DataflowEngine();

  @Test
  void acceptsAJobWithFilesAndSecretsInTheCloud() throws Exception {
    assertThat(engine.unsupported(read(), GIVEN)).isEmpty();
  }

  @Test
  void refusesFilesOnTheDiskOfAWorker() throws Exception {
    Files.writeString(folder.resolve("c.csv"), "country_code,country_name\n");
    String csv = folder.resolve("c.csv").toString();
    PortageConfig config =
        read("mem://jobs/countries.csv", csv, ", spill: \"mem://jobs/spilled\"", "");

    assertThat(engine.unsupported(config, GIVEN))
        .containsExactly(
            "references.countries.csv: '" + csv + "' is not on the workers; use a gs:// path",
            "deadLetters.kafka.spill: 'dead-letters-spilled' would be on a worker's disk and be"
                + " lost with it; set a gs:// folder");
    assertThat(
            engine.unsupported(
                read("kafka: {topic: users_cdc_dlq, spill: \"mem://jobs/spilled\"}", "files: x"),
                GIVEN))
        .containsExactly(
            "deadLetters.files: 'x' would be on a worker's disk and be lost with it; set a gs://"
                + " folder");
  }

  @Test
  void refusesSecretsOfTheMachineWithoutACustomImage() throws Exception {
    PortageConfig config =
        read("{secretManager: projects/portage-test/secrets/app-db/versions/latest}", "{env: DB}");

    assertThat(engine.unsupported(config, GIVEN))
        .containsExactly(
            "target.jdbc.password: workers do not have {env: DB}; use {secretManager:"
                + " projects/...}, or an --sdkContainerImage of your own that contains it");
    assertThat(
            engine.unsupported(config, List.of("--tempLocation=gs://b/t", "--sdkContainerImage=x")))
        .isEmpty();
  }

  @Test
  void refusesAnUpdateThatCouldLeaveNewPartitionsUnread() throws Exception {
    List<String> update = List.of("--tempLocation=gs://b/t", "--update");

    assertThat(engine.unsupported(read("name: users", "name: users"), update))
        .singleElement()
        .asString()
        .startsWith("source.kafka.partitions.headroom: an update keeps the partitions");
    assertThat(
            engine.unsupported(
                read("topics: [users_cdc]", "topics: [users_cdc]\n    partitions: {headroom: 0}"),
                update))
        .isEmpty();
  }

  @Test
  void refusesAnInvalidJobName() throws Exception {
    PortageConfig config = read("name: users", "name: Users_CDC");

    assertThat(engine.unsupported(config, GIVEN))
        .containsExactly(
            "name: 'Users_CDC' is not a valid Dataflow job name (lower-case letters, digits and"
                + " -); set one with --jobName");
    assertThat(engine.unsupported(config, List.of("--tempLocation=gs://b/t", "--jobName=users")))
        .isEmpty();
  }

  @Test
  void requiresATempLocation() throws Exception {
    assertThat(engine.unsupported(read(), List.of()))
        .containsExactly("--tempLocation=gs://bucket/folder is missing");
  }

  @Test
  void aPlainSecretIsRefusedByRunAndCheck() throws Exception {
    String plain =
        Example.text()
            .replace(
                "{secretManager: projects/portage-test/secrets/app-db/versions/latest}", "p4ss")
            .replace(
                "{secretManager: projects/portage-test/secrets/kafka-jaas/versions/3}",
                "'x password=\"p4ss\";'");
    Path file = Files.writeString(folder.resolve("plain.yaml"), plain);
    StringWriter err = new StringWriter();

    int code =
        Portage.execute(
            engine,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "run",
            "--config=" + file,
            "--tempLocation=gs://b/t");

    assertThat(code).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(err.toString())
        .contains(
            "FAILED  target.jdbc.password: a secret in plain text, which DataflowRunner would")
        .contains("FAILED  source.kafka.properties.sasl.jaas.config: a secret in plain text")
        .contains("--plain-secrets=ok")
        .doesNotContain("security.protocol")
        .doesNotContain("p4ss");
  }

  @Test
  void refusesARunThatWouldNeverEnd() throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), Example.text());
    StringWriter err = new StringWriter();

    int code =
        Portage.execute(
            engine,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "run",
            "--config=" + file,
            "--until=end");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--until=end does not work on DataflowRunner");
  }

  @Test
  void addsItsExperimentToTheUsersUnlessTheyTurnItOff() {
    assertThat(engine.defaults(false, List.of("--experiments=x")))
        .contains("--experiments=use_runner_v2", "--streaming=true", "--maxNumWorkers=4");
    assertThat(engine.defaults(false, List.of("--experiments=disable_runner_v2")))
        .doesNotContain("--experiments=use_runner_v2");
  }

  @Test
  void stagesTheClassPathWithoutTheDemosServers() throws IOException {
    Path jar = Files.createFile(folder.resolve("kafka-clients-3.9.1.jar"));
    Path demo = Files.createFile(folder.resolve("portage-sandbox-0.1.0.jar"));
    Path none = folder.resolve("none.jar");

    assertThat(
            WorkerFiles.ofClassPath(
                String.join(File.pathSeparator, "", "" + jar, "" + demo, "" + none)))
        .containsExactly(jar.toString());
  }

  /** Returns the example's configuration with pairs of texts replaced in order. */
  private PortageConfig read(String... replaced) throws IOException, ConfigException {
    String text = Example.text();
    for (int i = 0; i < replaced.length; i += 2) {
      assertThat(text).contains(replaced[i]);
      text = text.replace(replaced[i], replaced[i + 1]);
    }
    return ConfigReader.read(Files.writeString(folder.resolve("job.yaml"), text), Map.of());
  }
}
