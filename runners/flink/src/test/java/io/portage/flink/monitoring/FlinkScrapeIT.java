package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.flink.Main;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus metrics of an unbounded run on embedded Flink. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkScrapeIT {
  /** The number of ports from which the reporter takes the first free one. */
  private static final int PORTS = 20;

  @TempDir private Path folder;
  private List<URI> candidates;

  @Test
  void showsTheOutcomeOfEveryRecordAndAnOutage(Sandbox sandbox) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      WatchedRun run = WatchedRun.create(sandbox, proxy, folder);
      try (JobProcess process = start(run)) {
        run.check(
            () -> {
              assertThat(process.isAlive()).withFailMessage(process::log).isTrue();
              return scrape(run.job());
            });
      }
    }
  }

  /**
   * Starts an unbounded run with a reporter; a bundle's last completions are emitted with it and
   * not with the next.
   */
  private JobProcess start(WatchedRun run) throws Exception {
    int first = freePort();
    candidates =
        IntStream.range(first, first + PORTS)
            .mapToObj(port -> URI.create("http://localhost:" + port + "/metrics"))
            .toList();
    Path flink = Files.createDirectory(folder.resolve("flink"));
    Files.writeString(
        flink.resolve("flink-conf.yaml"),
        """
        metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
        metrics.reporter.prom.port: %d-%d
        """
            .formatted(first, first + PORTS - 1));
    Path config = Files.writeString(folder.resolve("job.yaml"), run.config());
    return run.job()
        .start(
            Main.class,
            config,
            List.of("-Xmx400m"),
            "--flinkConfDir=" + flink.toAbsolutePath(),
            "--checkpointingInterval=1000");
  }

  /** Scrapes; empty until a reporter returns metrics of this job. */
  private Scrape scrape(TestJob job) throws InterruptedException {
    for (URI candidate : candidates) {
      Scrape scrape = scrapeIfAny(candidate);
      if (scrape.isOf(job.topic())) {
        candidates = List.of(candidate);
        return scrape;
      }
    }
    return Scrape.NOTHING;
  }

  private static Scrape scrapeIfAny(URI address) throws InterruptedException {
    try {
      return Scrape.of(List.of(address));
    } catch (IOException nobodyThere) {
      return Scrape.NOTHING;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Math.min(socket.getLocalPort(), 65_535 - PORTS);
    }
  }
}
