package io.portage.flink;

import io.portage.launcher.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Flink, and the options that suit Portage on it. */
public final class FlinkEngine implements Engine {
  @Override
  public String runner() {
    return "FlinkRunner";
  }

  /**
   * Embedded unless {@code --flinkMaster} names a cluster; a checkpoint every 10 s, kept in files
   * (the default keeps them in memory and fails above 5 MB); values are immutable, so operators
   * share them.
   */
  @Override
  public List<String> defaults(boolean bounded) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--flinkMaster=[local]",
                "--objectReuse=true",
                "--fasterCopy=true",
                "--maxParallelism=128",
                "--checkpointingInterval=10000",
                "--stateBackend=filesystem",
                "--stateBackendStoragePath=" + checkpoints(),
                "--numberOfExecutionRetries=3",
                "--executionRetryDelay=2000",
                "--maxBundleSize=20000",
                "--maxBundleTimeMills=500"));
    if (bounded) {
      // otherwise a run with a side input never ends while checkpoints are on
      options.add("--shutdownSourcesAfterIdleMs=0");
    }
    return options;
  }

  private static String checkpoints() {
    return Path.of(System.getProperty("java.io.tmpdir"), "portage-checkpoints").toUri().toString();
  }
}
