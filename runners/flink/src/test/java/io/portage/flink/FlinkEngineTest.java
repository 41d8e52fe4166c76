package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Flink is asked for where it is embedded, and where it is a cluster. */
final class FlinkEngineTest {
  private static final List<String> CLUSTER = List.of("--flinkMaster=flink:8081");

  private final FlinkEngine engine = new FlinkEngine();

  @Test
  void isEmbeddedUnlessAClusterIsNamed() {
    assertThat(engine.outlives(List.of())).isFalse();
    assertThat(engine.outlives(List.of("--flinkMaster=[local]", "--parallelism=2"))).isFalse();
    assertThat(engine.outlives(CLUSTER)).isTrue();
  }

  @Test
  void leavesStateAndRestartsToTheClustersConfiguration() {
    assertThat(engine.defaults(false, CLUSTER))
        .noneMatch(option -> option.startsWith("--stateBackend"))
        .noneMatch(option -> option.startsWith("--numberOfExecutionRetries"))
        .contains("--retainExternalizedCheckpointsOnCancellation=true", "--attachedMode=false");
  }

  @Test
  void waitsOutAnOutageEverywhere() {
    for (List<String> given : List.of(List.<String>of(), CLUSTER)) {
      assertThat(engine.defaults(false, given))
          .contains(
              "--failOnCheckpointingErrors=false",
              "--finishBundleBeforeCheckpointing=true",
              "--unalignedCheckpointEnabled=true",
              "--checkpointingInterval=10000",
              "--maxParallelism=128",
              "--objectReuse=true");
    }
  }
}
