package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.flink.FlinkEngine;
import io.portage.launcher.contract.SteadyLoad;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.launcher.publish.EventPublisher;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A job that writes users into a table of its own, the changes sent to it, and the expected result.
 */
final class ClusterJob {
  private static final Path USERS = Path.of("data/scenarios/users.yaml");

  private final TestJob job;
  private final SteadyLoad load;
  private final String table;
  private final OffsetWatch watch = new OffsetWatch(this);

  private ClusterJob(TestJob job, SteadyLoad load, String table) {
    this.job = job;
    this.load = load;
    this.table = table;
  }

  /** Creates topic and table; the table rejects the poison rows of the load. */
  static ClusterJob create(Sandbox sandbox, String name, long seed) throws Exception {
    TestJob job =
        TestJob.create(
            sandbox, new FlinkEngine(), List.of(), name, SteadyLoad.PARTITIONS, Map.of());
    String table = job.topic() + "_users";
    job.database()
        .execute(Schemas.sql("postgresql/users_enriched").replace("users_enriched", table));
    job.database().execute("ALTER TABLE " + table + " ADD CHECK (name <> 'poison')");
    return new ClusterJob(job, new SteadyLoad(seed), table);
  }

  /** The job's name, as Flink shows it. */
  String name() {
    return job.topic();
  }

  TestJob job() {
    return job;
  }

  SteadyLoad load() {
    return load;
  }

  String table() {
    return table;
  }

  /** Returns a watch that compares the committed offsets with the table when it is called. */
  OffsetWatch watch() {
    return watch;
  }

  /** Returns the environment variables that the configuration refers to. */
  Map<String, String> environment() {
    return job.environment();
  }

  /** Writes a configuration that refers to environment variables, with these settings of Latest. */
  Path template(Path folder, String latest) throws IOException {
    String text =
        Files.readString(USERS)
            .replace("name: scenario", "name: " + name())
            .replace("users_enriched", table)
            .replace("latest: {late: apply}", "latest: {" + latest + "}")
            .replace("deadLetters:\n", "deadLetters:\n  shared: true\n");
    assertThat(text).contains(name(), table, latest);
    return Files.writeString(Files.createTempFile(folder, "job-", ".yaml"), text);
  }

  /** Writes the same configuration with all values filled in. */
  Path config(Path folder, String latest) throws IOException {
    Path file = template(folder, latest);
    return Files.writeString(file, withValues(Files.readString(file), job));
  }

  /** Returns the configuration with the values of its environment variables. */
  static String withValues(String config, TestJob job) {
    String text = config;
    for (Map.Entry<String, String> variable : job.environment().entrySet()) {
      text = text.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return text;
  }

  Path config(Path folder) throws IOException {
    return config(folder, "late: apply");
  }

  /** Returns the arguments of {@code run}. */
  static List<String> args(Path config, String... more) {
    List<String> args = new ArrayList<>(List.of("--config=" + config.toAbsolutePath()));
    args.addAll(List.of(more));
    return args;
  }

  /** Sends {@code changes} more changes and waits until the broker has them. */
  void publish(int changes) {
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), job.topic())) {
      for (int i = 0; i < changes; i++) {
        Event event = load.next();
        watch.sent(event, load.count());
        publisher.send(event);
      }
      publisher.flush();
    }
  }

  /** Returns the end offsets, which are committed when all changes are done. */
  Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    IntStream.range(0, SteadyLoad.PARTITIONS).forEach(i -> ends.put(i, load.end(i)));
    return ends;
  }

  /** Returns true if the group has committed all that was sent. */
  boolean isDone() throws Exception {
    return job.committed().equals(ends());
  }

  /** Waits until the group has committed all, then checks the table and the dead letters. */
  void awaitRight(FlinkCluster cluster) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofMillis(250))
        .failFast("the cluster ended", () -> !cluster.isAlive())
        .untilAsserted(() -> assertThat(job.committed()).isEqualTo(ends()));
    requireRight();
  }

  /**
   * Checks that the table is the result of the changes and that exactly the poison rows are dead
   * letters.
   */
  void requireRight() {
    try {
      assertThat(SteadyLoad.rows(job.database(), table)).isEqualTo(load.rows());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(job.deadLetters().stream().map(TestJob::place).distinct())
        .containsExactlyInAnyOrderElementsOf(load.poisoned());
  }
}
