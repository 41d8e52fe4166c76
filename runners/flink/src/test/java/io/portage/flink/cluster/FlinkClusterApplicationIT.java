package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of one job, whose JobManager runs the jar's main class: Flink's application mode. */
@Tag("full")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SandboxExtension.class)
final class FlinkClusterApplicationIT {
  @TempDir private Path folder;

  @Test
  void runsTheJobThatItsJobManagerWasStartedWith(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "application", 5);
    job.publish(3_000);

    try (FlinkCluster cluster =
        FlinkCluster.startApplication(
            1,
            job.environment(),
            FlinkClusterSubmitIT.JAR,
            ClusterJob.args(job.template(folder, "late: apply"), "--parallelism=2"))) {
      job.awaitRight(cluster);
      job.publish(3_000);
      job.awaitRight(cluster);

      assertThat(cluster.rest().running(job.name())).hasSize(1);
      cluster.killTaskManager();
      cluster.startTaskManager();
      job.publish(3_000);
      job.awaitRight(cluster);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cluster.rest().running(job.name()).size() == 1);
    }
  }
}
