package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.model.DeadLetter;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Starts of a job from a savepoint, a retained checkpoint, or the group's offsets. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterStateIT {
  private static final int CHANGES = 20_500;

  /** The changes of the last window are only in the state until newer ones close it. */
  private static final String HOLDING = "late: apply, emitEvery: 1h";

  private static FlinkCluster cluster;
  private static String jar;

  @TempDir private Path folder;
  private ClusterJob job;

  @BeforeAll
  static void begin() throws Exception {
    cluster = FlinkCluster.start(1);
    jar = cluster.rest().upload(FlinkClusterSubmitIT.JAR);
  }

  @AfterAll
  static void end() throws Exception {
    cluster.close();
  }

  @AfterEach
  void freeTheSlots() {
    cluster.rest().cancelAll();
  }

  @BeforeEach
  void create(Sandbox sandbox) throws Exception {
    job = ClusterJob.create(sandbox, "state", 2);
  }

  @Test
  void startsFromASavepointWithAChangedJarAndConfiguration() throws Exception {
    String first = run(HOLDING, null);
    job.publish(CHANGES);
    awaitRead(first);
    String savepoint = cluster.rest().stopWithSavepoint(first);
    assertThat(job.isDone()).isFalse();
    Path changed = folder.resolve("changed.jar");
    ChangedJar.write(FlinkClusterSubmitIT.JAR, changed);
    int before = job.load().count();

    String second =
        cluster
            .rest()
            .run(
                cluster.rest().upload(changed),
                ClusterJob.args(
                    job.config(folder, "late: apply, emitEvery: 500ms"), "--parallelism=1"),
                savepoint);
    job.publish(CHANGES);
    job.awaitRight(cluster);

    assertThat(cluster.rest().restoredFrom(second)).isEqualTo(savepoint);
    assertThat(before).isPositive();
    assertThat(
            job.job().deadLetters().stream()
                .map(DeadLetter::cause)
                .map(DeadLetter.FailureCause::message))
        .contains(ChangedJar.OLD_MESSAGE, ChangedJar.NEW_MESSAGE);
  }

  @Test
  void isRescaledByFlinksCommandsAndBothSubtasksReadAndWrite() throws Exception {
    String first = run("late: apply", null);
    job.publish(CHANGES);
    job.awaitRight(cluster);
    String stopped =
        cluster.client(
            Map.of(), "stop", "--savepointPath", folder.resolve("taken").toString(), first);
    Matcher savepoint = Pattern.compile("Savepoint completed. Path: (\\S+)").matcher(stopped);
    assertThat(savepoint.find()).as(stopped).isTrue();

    cluster.client(
        job.environment(),
        "run",
        "--detached",
        "--fromSavepoint",
        savepoint.group(1),
        "--parallelism",
        "2",
        FlinkClusterSubmitIT.JAR.toString(),
        "--config=" + job.template(folder, "late: apply"));
    String second = cluster.rest().running(job.name()).get(0);
    job.publish(CHANGES);
    job.awaitRight(cluster);
    assertThat(cluster.rest().restoredFrom(second)).isEqualTo(savepoint.group(1));

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(records(second, "Read/Consume", "write-records"))
                  .hasSize(2)
                  .allMatch(records -> records > 0);
              assertThat(records(second, "Upsert/Write", "read-records"))
                  .hasSize(2)
                  .allMatch(records -> records > 0);
            });
  }

  @Test
  void startsFromTheCommittedOffsetsWithoutState() throws Exception {
    String first = run("late: apply, emitEvery: 200ms", null);
    job.publish(CHANGES);
    awaitRead(first);
    cluster.rest().cancel(first);
    job.publish(CHANGES);

    String second = run("late: apply", null);
    job.awaitRight(cluster);

    assertThat(cluster.rest().restoredFrom(second)).isEmpty();
  }

  @Test
  void keepsTheLastCheckpointOfACancelledJobToStartFrom() throws Exception {
    String first = run(HOLDING, null);
    job.publish(CHANGES);
    awaitRead(first);
    int taken = cluster.rest().checkpoints(first);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.rest().checkpoints(first) > taken + 1);
    String checkpoint = cluster.rest().checkpoint(first);
    cluster.rest().cancel(first);
    job.publish(CHANGES);

    String second = run("late: apply, emitEvery: 2s", checkpoint);
    job.awaitRight(cluster);

    assertThat(cluster.rest().restoredFrom(second)).isEqualTo(checkpoint);
  }

  private String run(String latest, String savepoint) throws Exception {
    return cluster
        .rest()
        .run(
            jar,
            ClusterJob.args(
                job.config(folder, latest), "--parallelism=1", "--checkpointingInterval=2000"),
            savepoint);
  }

  /** Waits until all malformed records are dead letters; the last one is close to the end. */
  private void awaitRead(String id) {
    long malformed = job.load().poisoned().stream().filter(at -> at.startsWith("Decode")).count();
    assertThat(malformed).isPositive();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                job.job().deadLetters().stream()
                        .filter(deadLetter -> deadLetter.stage().label().equals("Decode"))
                        .map(DeadLetter::id)
                        .distinct()
                        .count()
                    >= malformed);
    assertThat(cluster.rest().state(id)).isEqualTo("RUNNING");
  }

  /** Returns the counter of each subtask of the vertex with this step. */
  private static List<Long> records(String id, String step, String counter) {
    for (JsonNode vertex : cluster.rest().vertices(id)) {
      if (vertex.get("name").asText().contains(step)) {
        List<Long> records = new ArrayList<>();
        cluster
            .rest()
            .get("/jobs/" + id + "/vertices/" + vertex.get("id").asText())
            .get("subtasks")
            .forEach(subtask -> records.add(subtask.at("/metrics/" + counter).asLong()));
        return records;
      }
    }
    throw new IllegalStateException("no vertex has " + step + ": " + cluster.rest().vertices(id));
  }
}
