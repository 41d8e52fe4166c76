package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.enrich.EnrichOptions;
import io.portage.launcher.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options for embedded Flink and for a cluster. */
final class FlinkEngineTest {
  private static final List<String> CLUSTER = List.of("--flinkMaster=flink:8081");

  private final FlinkEngine engine = new FlinkEngine();

  @Test
  void isEmbeddedUnlessAClusterIsNamed() {
    assertThat(engine.runsRemotely(List.of())).isFalse();
    assertThat(engine.runsRemotely(List.of("--flinkMaster=[local]", "--parallelism=2"))).isFalse();
    assertThat(engine.runsRemotely(CLUSTER)).isTrue();
  }

  @Test
  void leavesStateAndRestartsToTheCluster() {
    assertThat(engine.defaults(false, CLUSTER))
        .noneMatch(option -> option.startsWith("--stateBackend"))
        .noneMatch(option -> option.startsWith("--numberOfExecutionRetries"))
        .contains("--retainExternalizedCheckpointsOnCancellation=true", "--attachedMode=false");
  }

  @Test
  void rowsWaitForReferencesInEnrichAndNotInTheStateOfFlink() {
    for (List<String> given : List.of(List.<String>of(), CLUSTER)) {
      String[] defaults = engine.defaults(false, given).toArray(new String[0]);
      assertThat(PipelineOptionsFactory.fromArgs(defaults).as(EnrichOptions.class))
          .extracting(EnrichOptions::isEarlySideInput)
          .isEqualTo(true);
    }
  }

  @Test
  void refusesDeadLettersOnADiskOfTheCluster(@TempDir Path folder) throws Exception {
    PortageConfig files = config(folder, "{files: letters}");
    PortageConfig topic = config(folder, "{kafka: {topic: dlq}}");

    assertThat(engine.unsupported(files, CLUSTER))
        .singleElement()
        .asString()
        .contains("deadLetters.files: 'letters'", "deadLetters.shared: true");
    assertThat(engine.unsupported(topic, CLUSTER))
        .singleElement()
        .asString()
        .startsWith("deadLetters.kafka.spill: 'dead-letters-spilled'");
    assertThat(engine.unsupported(files, List.of())).isEmpty();
    assertThat(engine.unsupported(config(folder, "{files: /mnt/l, shared: true}"), CLUSTER))
        .isEmpty();
    assertThat(engine.unsupported(config(folder, "{files: 's3://b/l'}"), CLUSTER)).isEmpty();

    Path file = folder.resolve("job.yaml");
    config(folder, "{files: letters}");
    assertThatThrownBy(() -> JobMain.main(new String[] {"--config=" + file}))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("would be on a TaskManager's disk");
  }

  private static PortageConfig config(Path folder, String deadLetters) throws Exception {
    Path file = folder.resolve("job.yaml");
    Files.writeString(
        file,
        """
        name: x
        source:
          kafka: {bootstrapServers: "localhost:1", topics: [users], groupId: g}
          format: envelope-json
        tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
        target: {jdbc: {url: "jdbc:postgresql://localhost:1/x", user: u, password: p}}
        deadLetters: %s
        """
            .formatted(deadLetters));
    return ConfigReader.read(file, Map.of());
  }

  @Test
  void waitsOutAnOutageEverywhere() {
    for (List<String> given : List.of(List.<String>of(), CLUSTER)) {
      assertThat(engine.defaults(false, given))
          .contains(
              "--failOnCheckpointingErrors=false",
              "--finishBundleBeforeCheckpointing=true",
              "--unalignedCheckpointEnabled=false",
              "--checkpointingInterval=20000",
              "--maxParallelism=128",
              "--objectReuse=true");
    }
  }
}
