package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.TcpProxy;
import io.portage.flink.FlinkEngine;
import io.portage.launcher.contract.RowLock;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A {@link WatchedLoad} and an outage for an unbounded run, and the scrapes made meanwhile. */
public final class WatchedRun {
  /** A lock that blocks writes to the table while it is held. */
  private static final String LOCK = "LOCK TABLE watch_customers IN SHARE ROW EXCLUSIVE MODE";

  private final Sandbox sandbox;
  private final TcpProxy proxy;
  private final TestJob job;
  private final Path countries;
  private final WatchedLoad load = WatchedLoad.at(System.currentTimeMillis());
  private final ScrapeChecks checks = new ScrapeChecks(load);

  private WatchedRun(Sandbox sandbox, TcpProxy proxy, TestJob job, Path countries) {
    this.sandbox = sandbox;
    this.proxy = proxy;
    this.job = job;
    this.countries = countries;
  }

  /** The deployment of a job. */
  @FunctionalInterface
  public interface Place {
    /** Scrapes the job; fails if it has ended. */
    Scrape scrape() throws Exception;
  }

  /** Creates topics, tables and the reference, and sends the load; starts no job. */
  public static WatchedRun create(Sandbox sandbox, TcpProxy proxy, Path folder) throws Exception {
    TestJob job =
        TestJob.create(sandbox, new FlinkEngine(), List.of("--parallelism=2"), "watch", 1, Map.of())
            .through(proxy);
    Path countries = Files.writeString(folder.resolve("countries.csv"), "code,name\nDE,Germany\n");
    WatchedRun run = new WatchedRun(sandbox, proxy, job, countries);
    job.database().execute(WatchedLoad.TABLES);
    for (String sql : run.load.before()) {
      job.database().execute(sql);
    }
    job.publish(run.load.events());
    return run;
  }

  /** Returns the job, which reaches its target through the proxy. */
  public TestJob job() {
    return job;
  }

  /** Returns its configuration, which refers to {@link TestJob#environment}. */
  public String config() {
    return WatchedLoad.CONFIG.replace("${COUNTRIES}", countries.toString());
  }

  /** Checks, for a started job, all expected metrics until everything is done. */
  public void check(Place place) throws Exception {
    await(place, scrape -> scrape.sum("Read.read") == load.events().size());
    Files.delete(countries);
    Scrape calm = await(place, checks::isCalm);
    checks.ofTheLoad(calm);

    try (RowLock lock = RowLock.by(sandbox, LOCK)) {
      job.publish(List.of(load.one(100)));
      long lag = calm.sum("Commit.lag") + 1;
      Scrape stuck = await(place, now -> now.sum("Commit.lag") == lag);
      assertThat(stuck.sum("Upsert.applied")).isEqualTo(calm.sum("Upsert.applied"));
      Awaitility.await().until(() -> lock.waiting() > 0);
      proxy.cut();
    }
    job.publish(List.of(load.parent()));
    Scrape end = await(place, checks::isAllDone);
    checks.ofTheEnd(end);
    checks.ofTheNames(end);
  }

  private static Scrape await(Place place, Predicate<Scrape> wanted) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .ignoreException(IOException.class) // too busy to answer in time
        .until(place::scrape, wanted);
  }
}
