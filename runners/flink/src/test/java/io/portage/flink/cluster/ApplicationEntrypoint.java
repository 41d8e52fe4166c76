package io.portage.flink.cluster;

import java.io.File;
import java.util.Arrays;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager of one job, as the Kubernetes operator starts it: the main class of the jar runs
 * inside it. Flink's own entry points for this are only in its distribution.
 */
public final class ApplicationEntrypoint extends ApplicationClusterEntryPoint {
  private ApplicationEntrypoint(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  /** Takes the folder of the configuration, the jar, and the arguments of its main class. */
  public static void main(String[] args) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                null,
                new File(args[1]),
                null,
                Arrays.copyOfRange(args, 2, args.length),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    ClusterEntrypoint.runClusterEntrypoint(new ApplicationEntrypoint(configuration, program));
  }
}
