package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.launcher.contract.RowLock;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An outage of the target that lasts longer than the timeout of checkpoints. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterOutageIT {
  @TempDir private Path folder;

  @Test
  void waitsWithoutARestartWhileCheckpointsExpire(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "outage", 3);
    String table = "LOCK TABLE " + job.table() + " IN SHARE ROW EXCLUSIVE MODE";
    try (FlinkCluster cluster = FlinkCluster.start(1)) {
      String id;
      try (RowLock lock = RowLock.by(sandbox, table)) {
        id = submit(cluster, job);
        job.publish(5_000);
        await().until(() -> lock.waiting() > 0);
        int before = failed(cluster, id);
        await().until(() -> failed(cluster, id) >= before + 3);
      }
      job.awaitRight(cluster);

      assertThat(cluster.rest().restarts(id)).isZero();
      assertThat(cluster.rest().state(id)).isEqualTo("RUNNING");
    }
  }

  private String submit(FlinkCluster cluster, ClusterJob job) throws IOException {
    return cluster
        .rest()
        .run(
            cluster.rest().upload(FlinkClusterSubmitIT.JAR),
            ClusterJob.args(
                job.config(folder),
                "--parallelism=1",
                "--checkpointingInterval=500",
                "--checkpointTimeoutMillis=1000"));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(90));
  }

  /** Returns the number of checkpoints that failed while the sink waited. */
  private static int failed(FlinkCluster cluster, String id) {
    JsonNode counts = cluster.rest().get("/jobs/" + id + "/checkpoints").get("counts");
    return counts.get("failed").asInt();
  }
}
