package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.flink.FlinkEngine;
import io.portage.flink.Main;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job that follows, watched as Prometheus does it. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkScrapeIT {
  @TempDir private Path folder;

  @Test
  void explore(Sandbox sandbox) throws Exception {
    int port = freePort();
    Path flink = Files.createDirectory(folder.resolve("flink"));
    Files.writeString(
        flink.resolve("flink-conf.yaml"),
        """
        metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
        metrics.reporter.prom.port: %d
        """
            .formatted(port));
    Path countries = Files.writeString(folder.resolve("countries.csv"), "code,name\nDE,Germany\n");
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      TestJob job =
          TestJob.create(sandbox, new FlinkEngine(), List.of("--parallelism=2"), "watch", 1, Map.of())
              .through(proxy);
      WatchedLoad load = WatchedLoad.at(System.currentTimeMillis());
      job.database().execute(WatchedLoad.TABLES);
      for (String sql : load.before()) {
        job.database().execute(sql);
      }
      job.publish(load.events());
      Path config =
          Files.writeString(
              folder.resolve("job.yaml"),
              WatchedLoad.CONFIG.replace("${COUNTRIES}", countries.toString()));
      try (JobProcess process =
          job.start(
              Main.class,
              config,
              List.of("-Xmx400m"),
              "--flinkConfDir=" + flink.toAbsolutePath(),
              "--checkpointingInterval=1000")) {
        URI url = URI.create("http://localhost:" + port + "/metrics");
        await(process).until(() -> job.letters().size() == 2);
        Files.delete(countries);
        await(process).ignoreExceptions().until(() -> Scrape.of(List.of(url)).sum("Upsert.waiting") == 1);
        long t = System.nanoTime();
        await(process).until(() -> System.nanoTime() - t > 12_000_000_000L);
        Files.writeString(Path.of("/tmp/scrape1.txt"), text(url)); Files.writeString(Path.of("/tmp/committed.txt"), "" + job.committed() + job.letters().stream().map(l -> l.id() + " " + l.cause()).toList() + job.database().rows("watch_customers", List.of("id")) + job.database().rows("watch_orders", List.of("id")));
        Files.writeString(Path.of("/tmp/scrape.log"), process.log());
      }
    }
  }

  private static String text(URI url) throws Exception {
    return new String(url.toURL().openStream().readAllBytes());
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .failFast("the job ended", (Callable<Boolean>) () -> ended(process));
  }

  private static boolean ended(JobProcess process) {
    assertThat(process.isAlive()).withFailMessage(process::log).isTrue();
    return false;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
