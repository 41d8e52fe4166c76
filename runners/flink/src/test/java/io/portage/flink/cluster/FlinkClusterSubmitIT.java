package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ways to submit the job jar to a cluster. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterSubmitIT {
  static final Path JAR =
      Path.of(
          System.getProperty("portage.flink.jar", "runners/flink/target/portage-flink-job.jar"));

  private static FlinkCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void begin() throws Exception {
    cluster = FlinkCluster.start(1);
  }

  @AfterAll
  static void end() throws Exception {
    cluster.close();
  }

  @Test
  void runsWhatTheRestApiUploads(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "rest", 1);
    job.publish(3_000);

    String jar = cluster.rest().upload(JAR);
    String id = cluster.rest().run(jar, ClusterJob.args(job.config(folder), "--parallelism=1"));

    job.awaitRight(cluster);
    assertThat(cluster.rest().state(id)).isEqualTo("RUNNING");
    assertThat(cluster.isAlive()).isTrue();
    cluster.rest().cancel(id);
  }
}
