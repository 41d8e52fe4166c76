package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.flink.Main;
import io.portage.launcher.contract.JobProcess;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

  @AfterEach
  void freeTheSlots() {
    cluster.rest().cancelAll();
  }

  @Test
  void runsTwoJobsOfOneUploadedJarSideBySide(Sandbox sandbox) throws Exception {
    ClusterJob one = ClusterJob.create(sandbox, "rest", 1);
    ClusterJob other = ClusterJob.create(sandbox, "rest", 2);
    one.publish(3_000);
    other.publish(4_000);

    String jar = cluster.rest().upload(JAR);
    String first = cluster.rest().run(jar, ClusterJob.args(one.config(folder), "--parallelism=1"));
    String second =
        cluster.rest().run(jar, ClusterJob.args(other.config(folder), "--parallelism=1"));

    one.awaitRight(cluster);
    other.awaitRight(cluster);
    assertThat(List.of(first, second))
        .doesNotHaveDuplicates()
        .allMatch(id -> cluster.rest().state(id).equals("RUNNING"));
  }

  @Test
  void hasTheDocumentedDefaults(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "defaults", 1);
    String id =
        cluster
            .rest()
            .run(
                cluster.rest().upload(JAR), ClusterJob.args(job.config(folder), "--parallelism=1"));

    JsonNode checkpoints = cluster.rest().get("/jobs/" + id + "/checkpoints/config");
    assertThat(checkpoints.get("mode").asText()).isEqualTo("exactly_once");
    assertThat(checkpoints.get("interval").asLong()).isEqualTo(20_000);
    assertThat(checkpoints.get("unaligned_checkpoints").asBoolean()).isFalse();
    assertThat(checkpoints.get("tolerable_failed_checkpoints").asLong())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(checkpoints.at("/externalization/enabled").asBoolean()).isTrue();
    assertThat(checkpoints.at("/externalization/delete_on_cancellation").asBoolean()).isFalse();
    assertThat(checkpoints.get("checkpoint_storage").asText())
        .isEqualTo("FileSystemCheckpointStorage");
    JsonNode execution = cluster.rest().get("/jobs/" + id + "/config").get("execution-config");
    assertThat(execution.get("object-reuse-mode").asBoolean()).isTrue();
    assertThat(execution.get("restart-strategy").asText())
        .isEqualTo("Cluster level default restart strategy");
    assertThat(cluster.logs())
        .containsPattern(
            "restart back off time strategy ExponentialDelay.*attemptsBeforeResetBackoff="
                + Integer.MAX_VALUE);
    assertThat(cluster.rest().vertices(id))
        .allMatch(vertex -> vertex.get("maxParallelism").asInt() == 128);
  }

  @Test
  void reportsErrorsAndLeavesTheClusterRunning(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "wrong", 1);
    job.job().database().execute("DROP TABLE " + job.table());
    String jar = cluster.rest().upload(JAR);
    List<String> args = ClusterJob.args(job.config(folder), "--parallelism=1");

    assertThatThrownBy(() -> cluster.rest().run(jar, args))
        .hasMessageContaining("the job cannot run")
        .hasMessageContaining(job.table());
    assertThat(cluster.isAlive()).isTrue();
    assertThat(cluster.rest().running(job.name())).isEmpty();
  }

  @Test
  void runsUnboundedByFlinkRunDetached(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "cli", 1);
    job.publish(3_000);

    String said =
        cluster.client(
            job.environment(), // the configuration is read where the main class runs
            "run",
            "--detached",
            "--parallelism",
            "2",
            JAR.toString(),
            "--config=" + job.template(folder, "late: apply"));

    assertThat(said).contains("Submitted " + job.name());
    job.awaitRight(cluster);
    assertThat(cluster.rest().running(job.name())).hasSize(1);
  }

  @Test
  void runsToTheEndByFlinkRunAndPrintsTheLedger(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "cli_end", 1);
    job.publish(999); // without poison rows

    String said =
        cluster.client(
            job.environment(),
            "run",
            JAR.toString(),
            "run",
            "--config=" + job.template(folder, "late: apply"),
            "--until=end",
            "--parallelism=2");

    assertThat(said).containsPattern("read +999");
    assertThat(job.isDone()).isTrue();
    job.requireRight();
    assertThat(cluster.rest().running(job.name())).isEmpty();
  }

  @Test
  void failsWhenTheRunLeavesDeadLettersByFlinkRun(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "cli_dead", 1);
    job.publish(1_001);
    String config = "--config=" + job.template(folder, "late: apply");

    assertThatThrownBy(
            () -> cluster.client(job.environment(), "run", JAR.toString(), config, "--until=end"))
        .hasMessageContaining("finished, but with dead letters");
    job.requireRight();
  }

  @Test
  void runsWithoutTheLauncherThatSubmittedIt(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "launcher", 1);
    job.publish(3_000);
    Path config = job.template(folder, "late: apply");
    String master = "--flinkMaster=" + cluster.master();

    try (JobProcess launcher =
        job.job().start(Main.class, config, List.of("-Xmx500m"), master, "--parallelism=2")) {
      job.awaitRight(cluster);
      assertThat(launcher.isAlive()).isTrue();
      assertThat(launcher.log()).contains("It continues when this command ends");
      launcher.terminate();
    }
    job.publish(3_000);
    job.awaitRight(cluster);

    assertThat(cluster.rest().running(job.name())).hasSize(1);
  }

  @Test
  void theLauncherExitsAtOnceIfDetached(Sandbox sandbox) throws Exception {
    ClusterJob job = ClusterJob.create(sandbox, "detach", 1);
    Path config = job.template(folder, "late: apply");
    String master = "--flinkMaster=" + cluster.master();

    try (JobProcess launcher =
        job.job().start(Main.class, config, List.of("-Xmx500m"), master, "--detach")) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !launcher.isAlive());
      assertThat(launcher.log()).contains("Submitted " + job.name());
    }
    job.publish(1_001);

    job.awaitRight(cluster);
  }
}
