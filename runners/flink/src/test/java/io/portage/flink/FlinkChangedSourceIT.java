package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job starts from a checkpoint after its source's configuration has changed. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class FlinkChangedSourceIT {
  private static final Path SCENARIO = Path.of("data/scenarios/users.yaml");
  private static final String PASSWORD = "tiger-in-the-tank";

  @TempDir private Path folder;

  @Test
  void readsByTheCurrentConfigurationAndKeepsNoneInItsState(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(
            sandbox, new FlinkEngine(), List.of("--parallelism=2"), "changed", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched, portage_tombstones");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    job.publish(List.of(TestJob.user(1, 0, 100), TestJob.user(2, 0, 101)));
    int broker = Integer.parseInt(job.bootstrapServers().replaceAll(".*:", ""));
    try (TcpProxy proxy = TcpProxy.to(broker);
        JobProcess first = start(job, config("127.0.0.1:" + proxy.port()), checkpoints)) {
      await(first).until(() -> job.committed().equals(Map.of(0, 2L)));
      int known = Checkpoints.lastNumber(checkpoints);
      await(first).until(() -> Checkpoints.lastNumber(checkpoints) > known + 1);
      first.kill();
    }
    assertThat(Checkpoints.filesWith(checkpoints, PASSWORD)).isEmpty();

    // The brokers' address in the checkpoint's readers is no longer valid, and there are more
    // partitions.
    grow(job, 2);
    job.publish(List.of(TestJob.user(3, 0, 102), TestJob.user(4, 1, 103)));
    String from = Checkpoints.startFrom(Checkpoints.last(checkpoints).orElseThrow(), folder);
    try (JobProcess second = start(job, config(job.bootstrapServers()), checkpoints, from)) {
      await(second).until(() -> job.committed().equals(Map.of(0, 3L, 1, 1L)));
    }
    assertThat(job.database().rows("users_enriched", List.of("user_id"))).hasSize(4);
  }

  private Path config(String bootstrapServers) throws IOException {
    String kafka =
        "    properties: {sasl.jaas.config: \""
            + PASSWORD
            + "\"}\n    partitions: {discoveryInterval: 1s}\n  format:";
    String text =
        Files.readString(SCENARIO)
            .replace("${KAFKA_BOOTSTRAP}", bootstrapServers)
            .replaceFirst("(?m)^  format:", kafka);
    assertThat(text).contains(PASSWORD, bootstrapServers);
    return Files.writeString(folder.resolve("job.yaml"), text);
  }

  private JobProcess start(TestJob job, Path config, Path checkpoints, String... more)
      throws IOException {
    List<String> options =
        Stream.concat(
                Stream.of(
                    "--checkpointingInterval=500",
                    "--stateBackendStoragePath=" + checkpoints.toUri()),
                Stream.of(more))
            .toList();
    return job.start(Main.class, config, List.of("-Xmx400m"), options.toArray(new String[0]));
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .conditionEvaluationListener(
            now -> assertThat(process.isAlive()).withFailMessage(process::log).isTrue());
  }

  private static void grow(TestJob job, int partitions) throws Exception {
    try (Admin admin = job.admin()) {
      admin.createPartitions(Map.of(job.topic(), NewPartitions.increaseTo(partitions))).all().get();
    }
  }
}
