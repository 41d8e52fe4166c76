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
 * The main class of the job jar, for {@code flink run}, Flink's REST API and an application
 * cluster: it submits the job to the Flink that calls it, and never exits the JVM.
 */
public final class JobMain {
  private JobMain() {}

  /**
   * Submits the job.
   *
   * @param args the arguments of {@code run}: {@code --config=...}, {@code --until=end} and Beam's
   *     options
   * @throws ConfigException if the configuration is invalid
   */
  public static void main(String[] args) throws ConfigException {
    Submission.run(new ClusterEngine(), args);
  }

  /** The engine of the Flink that called this class. */
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

    /**
     * Returns Flink's own setting: {@code flink run} waits, {@code flink run -d} and REST do not.
     */
    @Override
    public boolean isAttached() {
      return StreamExecutionEnvironment.getExecutionEnvironment()
          .getConfiguration()
          .get(DeploymentOptions.ATTACHED);
    }
  }
}
