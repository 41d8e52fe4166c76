package io.portage.flink;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import io.portage.launcher.run.Submission;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main class of the job jar, for {@code flink run}, for Flink's REST API and for a cluster of
 * one job: it submits to the Flink that calls it, and never ends the JVM.
 */
public final class JobMain {
  private JobMain() {}

  /**
   * Takes the arguments of {@code run}: {@code --config=...}, {@code --until=end} and Beam's.
   *
   * @throws ConfigException when the configuration is wrong
   */
  public static void main(String[] args) throws ConfigException {
    Submission.run(new ClusterEngine(), args);
  }

  /** The Flink that has called this class. */
  private static final class ClusterEngine implements Engine {
    @Override
    public String runner() {
      return "FlinkRunner";
    }

    @Override
    public List<String> defaults(boolean bounded, List<String> given) {
      List<String> options = new ArrayList<>(FlinkDefaults.everywhere(bounded));
      options.addAll(FlinkDefaults.cluster());
      options.add("--flinkMaster=[auto]");
      return options;
    }

    @Override
    public boolean runsRemotely(List<String> given) {
      return true;
    }

    @Override
    public List<String> unsupported(PortageConfig config, List<String> given) {
      return ClusterFolders.refusals(config);
    }

    /** As Flink was asked to: {@code flink run} waits, {@code flink run -d} and REST do not. */
    @Override
    public boolean isAttached() {
      return StreamExecutionEnvironment.getExecutionEnvironment()
          .getConfiguration()
          .get(DeploymentOptions.ATTACHED);
    }
  }
}
