package io.portage.flink.cluster;

import io.portage.flink.FlinkEngine;
import io.portage.flink.Main;
import io.portage.launcher.Engine;
import io.portage.launcher.contract.ChaosContract;
import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Faults of all kinds at random moments, including kills of the TaskManager, on a cluster of
 * processes.
 */
@ExtendWith(SandboxExtension.class)
final class FlinkClusterChaosIT extends ChaosContract {
  /**
   * Flink's defaults, except two: with them, consecutive failures would wait a minute each; and the
   * replay of dead letters is a batch job to Flink, whose exchanges need more buffers than so small
   * a TaskManager has.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "restart-strategy.type", "exponential-delay",
          "restart-strategy.exponential-delay.max-backoff", "2 s",
          "taskmanager.network.sort-shuffle.min-buffers", "64");

  private static FlinkCluster cluster;

  @BeforeAll
  static void begin() throws IOException {
    cluster = FlinkCluster.start(1, SETTINGS, Map.of());
  }

  @AfterAll
  static void end() throws IOException {
    cluster.close();
  }

  @Override
  protected RunnerUnderTest runner() {
    return new OnCluster();
  }

  /** The cluster, with the jar that users submit. */
  private static final class OnCluster implements RunnerUnderTest {
    @Override
    public Engine engine() {
      return new FlinkEngine();
    }

    @Override
    public Class<?> main() {
      return Main.class;
    }

    @Override
    public List<String> beamOptions() {
      return List.of(
          "--flinkMaster=" + cluster.master(),
          "--filesToStage=" + FlinkClusterSubmitIT.JAR,
          "--parallelism=" + ClusterConf.SLOTS);
    }

    @Override
    public List<String> followOptions() {
      return List.of("--attachedMode=false", "--checkpointingInterval=1000");
    }

    @Override
    public int historyRuns() {
      return 0;
    }

    @Override
    public List<Long> chaosSeeds() {
      return LongStream.range(2, 5).boxed().toList();
    }

    @Override
    public boolean killsWorkers() {
      return true;
    }

    @Override
    public void killWorker() throws IOException {
      cluster.killTaskManager();
      cluster.startTaskManager();
    }
  }
}
