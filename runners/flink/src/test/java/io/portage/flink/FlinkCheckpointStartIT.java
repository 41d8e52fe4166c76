package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.contract.Configs;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A killed job is started again from its last checkpoint. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkCheckpointStartIT {
  private static final Path SCENARIO = Path.of("data/scenarios/users.yaml");
  private static final long TWO_HOURS = 7_300;

  @TempDir private Path folder;
  private TestJob job;

  @Test
  void continuesWithChangesThatOnlyTheCheckpointHas(Sandbox sandbox) throws Exception {
    job =
        TestJob.create(
            sandbox, new FlinkEngine(), List.of("--parallelism=2"), "checkpoint", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched, portage_tombstones");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
    Path config = Configs.write(folder, SCENARIO, "late: apply, window: 1h, emitEvery: 1h", 1_000);
    List<Event> changes = new ArrayList<>();
    LongStream.rangeClosed(1, 10).forEach(id -> changes.add(TestJob.user(id, 0, 100)));
    changes.add(malformed()); // its dead letter shows that all records before it are read
    job.publish(changes);
    Path last = runUntilACheckpointHasAll(config, checkpoints);
    assertThat(rows()).isEmpty();
    assertThat(job.committed()).isIn(Map.of(), Map.of(0, 0L));
    forgetRecords(11);

    job.publish(List.of(TestJob.user(11, 0, TWO_HOURS))); // closes the previous window
    try (JobProcess second = start(config, checkpoints, Checkpoints.startFrom(last, folder))) {
      await(second).until(() -> job.committed().equals(Map.of(0, 11L)));
      assertThat(rows()).hasSize(10);
      second.kill();
    }
    LedgerSummary rest = job.run(job.config(config));

    assertThat(rest.read()).isEqualTo(1);
    assertThat(rows()).hasSize(11);
    assertThat(job.deadLetters().stream().map(TestJob::place).distinct())
        .containsExactly("Decode 0-10");
  }

  /**
   * Returns the last checkpoint of a job that was then killed; it started after all records were
   * read.
   */
  private Path runUntilACheckpointHasAll(Path config, Path checkpoints) throws Exception {
    try (JobProcess first = start(config, checkpoints)) {
      await(first).until(() -> !job.deadLetters().isEmpty());
      int known = Checkpoints.lastNumber(checkpoints);
      await(first).until(() -> Checkpoints.lastNumber(checkpoints) > known + 1);
      first.kill();
      return Checkpoints.last(checkpoints).orElseThrow();
    }
  }

  private JobProcess start(Path config, Path checkpoints, String... more) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--checkpointingInterval=500", "--stateBackendStoragePath=" + checkpoints.toUri()));
    options.addAll(List.of(more));
    return job.start(Main.class, config, List.of("-Xmx400m"), options.toArray(new String[0]));
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .conditionEvaluationListener(
            now -> assertThat(process.isAlive()).withFailMessage(process::log).isTrue());
  }

  /** Deletes records, so that they cannot be read again. */
  private void forgetRecords(long before) throws Exception {
    try (Admin admin = job.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(job.topic(), 0), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  private List<List<String>> rows() throws Exception {
    return job.database().rows("users_enriched", List.of("user_id", "name"));
  }

  private static Event malformed() {
    return new Event(0, null, "### not json ###".getBytes(StandardCharsets.UTF_8), 0, null);
  }
}
