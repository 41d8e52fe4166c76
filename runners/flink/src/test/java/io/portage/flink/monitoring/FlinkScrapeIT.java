package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.flink.FlinkEngine;
import io.portage.flink.Main;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.RowLock;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job that follows on embedded Flink, as Prometheus sees it. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkScrapeIT {
  /** The reporter takes the first port of it that is free. */
  private static final int PORTS = 20;

  /** Nothing is written into the table while it is held. */
  private static final String LOCK = "LOCK TABLE watch_customers IN SHARE ROW EXCLUSIVE MODE";

  @TempDir private Path folder;
  private Path countries;
  private List<URI> candidates;

  @BeforeEach
  void createReference() throws IOException {
    countries = Files.writeString(folder.resolve("countries.csv"), "code,name\nDE,Germany\n");
  }

  @Test
  void showsWhatBecameOfEveryRecordAndWhatGoesOnInAnOutage(Sandbox sandbox) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      TestJob job = job(sandbox).through(proxy);
      WatchedLoad load = WatchedLoad.at(System.currentTimeMillis());
      job.database().execute(WatchedLoad.TABLES);
      for (String sql : load.before()) {
        job.database().execute(sql);
      }
      job.publish(load.events());
      try (JobProcess process = start(job)) {
        ScrapeChecks checks = new ScrapeChecks(load);
        awaitScrape(process, job, scrape -> scrape.sum("Read.read") == load.events().size());
        Files.delete(countries);
        Scrape calm = awaitScrape(process, job, checks::isCalm);
        checks.ofTheLoad(calm);

        try (RowLock lock = RowLock.by(sandbox, LOCK)) {
          job.publish(List.of(load.one(100)));
          long behind = calm.sum("Commit.behind") + 1;
          Scrape stuck = awaitScrape(process, job, now -> now.sum("Commit.behind") == behind);
          assertThat(stuck.sum("Upsert.applied")).isEqualTo(calm.sum("Upsert.applied"));
          Awaitility.await().until(() -> lock.waiting() > 0);
          proxy.cut();
        }
        job.publish(List.of(load.parent()));
        Scrape end = awaitScrape(process, job, checks::isAllDone);
        checks.ofTheEnd(end);
        checks.ofTheNames(end);
      }
    }
  }

  private static TestJob job(Sandbox sandbox) throws Exception {
    return TestJob.create(
        sandbox, new FlinkEngine(), List.of("--parallelism=2"), "watch", 1, Map.of());
  }

  /** Follows, with a reporter; a bundle's last outcomes go out with it and not with the next. */
  private JobProcess start(TestJob job) throws Exception {
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
    Path config =
        Files.writeString(
            folder.resolve("job.yaml"),
            WatchedLoad.CONFIG.replace("${COUNTRIES}", countries.toString()));
    return job.start(
        Main.class,
        config,
        List.of("-Xmx400m"),
        "--flinkConfDir=" + flink.toAbsolutePath(),
        "--checkpointingInterval=1000");
  }

  private Scrape awaitScrape(JobProcess process, TestJob job, Predicate<Scrape> wanted) {
    Scrape[] last = new Scrape[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              assertThat(process.isAlive()).withFailMessage(process::log).isTrue();
              last[0] = scrape(job);
              return wanted.test(last[0]);
            });
    return last[0];
  }

  /** Nothing until a reporter tells of this job. */
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
