package io.portage.flink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.flink.Checkpoints;
import io.portage.flink.monitoring.Scrape;
import io.portage.flink.monitoring.WatchedRun;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus metrics of a cluster, and a job on it with secrets by reference. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkClusterScrapeIT {
  private static final String PASSWORD = "otter-under-the-bridge";
  private static final String LOGIN = "badger-behind-the-barn";

  /** A role with the privileges of the application's role, which owns what it creates. */
  private static final String ROLE =
      """
      DROP ROLE IF EXISTS watcher;
      CREATE ROLE watcher LOGIN PASSWORD '%s' IN ROLE %s;
      ALTER ROLE watcher SET role = '%s'
      """;

  /** One subtask on each of two TaskManagers. */
  private static final Map<String, String> SPREAD =
      Map.of("cluster.evenly-spread-out-slots", "true");

  @TempDir private Path folder;

  @Test
  void showsAllOfAJobOverItsProcessesAndNoSecret(Sandbox sandbox) throws Exception {
    new TargetDatabase(sandbox.adminJdbcUrl(), "postgres", "postgres")
        .execute(ROLE.formatted(PASSWORD, sandbox.user(), sandbox.user()));
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      WatchedRun run = WatchedRun.create(sandbox, proxy, folder);
      try (FlinkCluster cluster = FlinkCluster.start(2, SPREAD, environment(run.job()))) {
        List<String> args =
            ClusterJob.args(config(run), "--parallelism=2", "--checkpointingInterval=1000");
        String id = cluster.rest().run(cluster.rest().upload(FlinkClusterSubmitIT.JAR), args);
        run.check(() -> scrape(cluster));
        for (URI taskManager : cluster.prometheusUrls()) {
          assertThat(Scrape.of(List.of(taskManager)).isOf(run.job().topic())).isTrue();
        }
        cluster.rest().cancel(id);

        Path checkpoints = cluster.folder().resolve("checkpoints");
        assertThat(Checkpoints.filesWith(checkpoints, run.job().topic())).isNotEmpty();
        for (String secret : List.of(PASSWORD, LOGIN)) {
          assertThat(Checkpoints.filesWith(checkpoints, secret)).isEmpty();
          assertThat(cluster.logs()).doesNotContain(secret);
        }
      }
    }
  }

  private static Map<String, String> environment(TestJob job) {
    Map<String, String> environment = new HashMap<>(job.environment());
    environment.put("PORTAGE_JDBC_USER", "watcher");
    environment.put("PORTAGE_JDBC_PASSWORD", PASSWORD);
    return environment;
  }

  /** The password is in the environment, a Kafka property in a file. */
  private Path config(WatchedRun run) throws IOException {
    Path login = Files.writeString(folder.resolve("login"), LOGIN + "\n");
    String text =
        run.config()
            .replace("\"${PORTAGE_JDBC_PASSWORD}\"", "{env: PORTAGE_JDBC_PASSWORD}")
            .replace(
                "groupId: ${GROUP}",
                "groupId: ${GROUP}\n    properties: {sasl.jaas.config: {file: " + login + "}}");
    assertThat(text).contains("{env: ", "{file: ");
    return Files.writeString(folder.resolve("job.yaml"), text);
  }

  private static Scrape scrape(FlinkCluster cluster) throws Exception {
    assertThat(cluster.isAlive()).withFailMessage(cluster::logs).isTrue();
    List<URI> addresses = new ArrayList<>(cluster.prometheusUrls());
    addresses.add(cluster.jobManagerPrometheusUrl());
    return Scrape.of(addresses);
  }
}
