package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.flink.monitoring.Scrape;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Partitions and topics that are created while a job runs on a cluster. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterGrowthIT {
  @TempDir private Path folder;

  @Test
  void readsNewPartitionsWithoutARestartAndFromASavepoint(Sandbox sandbox) throws Exception {
    GrowingJob job = GrowingJob.create(sandbox);
    List<String> args =
        ClusterJob.args(job.config(folder), "--parallelism=2", "--checkpointingInterval=1000");
    try (FlinkCluster cluster = FlinkCluster.start(1)) {
      String jar = cluster.rest().upload(FlinkClusterSubmitIT.JAR);
      String first = cluster.rest().run(jar, args);
      job.order(0, 1, 100, 0);
      await(cluster, () -> requireParked(cluster, job.sent(), 100));

      // the missing topic, with the rows that the parked orders in the job's state need
      job.makeCustomers(2);
      job.customer(0, 1, 50);
      job.customer(1, 51, 100);
      await(cluster, () -> assertThat(job.written()).isEqualTo(job.rows()));
      job.growOrders(3);
      job.order(1, 101, 150, 100);
      await(cluster, () -> assertThat(job.committed()).isEqualTo(job.ends()));
      assertThat(job.written()).isEqualTo(job.rows());
      job.order(2, 151, 151, 0);
      await(cluster, () -> requireParked(cluster, job.sent(), 1));
      assertThat(cluster.rest().restarts(first)).isZero();

      String savepoint = cluster.rest().stopWithSavepoint(first);
      long before = job.sent();
      job.order(2, 152, 160, 100);
      String second = cluster.rest().run(jar, args, savepoint);
      job.growOrders(4);
      job.order(3, 161, 170, 100);
      job.customer(1, 151, 151);
      await(cluster, () -> assertThat(job.committed()).isEqualTo(job.ends()));

      assertThat(job.written()).isEqualTo(job.rows());
      await(cluster, () -> requireParked(cluster, job.sent() - before, 0));
      assertThat(cluster.rest().restoredFrom(second)).isEqualTo(savepoint);
      assertThat(cluster.rest().restarts(second)).isZero();
    }
  }

  /** Checks that each record was read once, and the number of parked rows. */
  private static void requireParked(FlinkCluster cluster, long read, long waiting)
      throws Exception {
    Scrape scrape = Scrape.of(cluster.prometheusUrls());
    assertThat(Map.of("read", scrape.sum("Read.read"), "waiting", scrape.sum("Upsert.parkedRows")))
        .isEqualTo(Map.of("read", read, "waiting", waiting));
  }

  private static void await(FlinkCluster cluster, ThrowingRunnable condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(250))
        .ignoreException(IOException.class) // too busy to answer in time
        .failFast("the cluster ended", () -> !cluster.isAlive())
        .untilAsserted(condition);
  }
}
