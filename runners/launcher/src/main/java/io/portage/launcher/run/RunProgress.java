package io.portage.launcher.run;

import io.portage.config.PortageConfig;
import io.portage.launcher.status.JobProgress;
import io.portage.launcher.status.JobProgress.JobMoment;
import io.portage.launcher.status.MetricsSource;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.metrics.LedgerSummary;
import io.portage.metrics.LogThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the figures of a run in this process until it is closed: its counters every second on a
 * terminal; its lag and its health, which ask Kafka and the target, every five seconds.
 */
final class RunProgress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunProgress.class);
  private static final LogThrottle FAILURE_THROTTLE = new LogThrottle(Duration.ofMinutes(1));
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LIVE_EVERY = Duration.ofSeconds(1);

  private final String job;
  private final Supplier<@Nullable Map<String, Long>> counters;
  private final RunReport report;
  private final JobProgress progress;
  private final RateMeter rate = new RateMeter();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "portage-progress");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable JobMoment moment;
  private @Nullable MetricsSnapshot counts;
  private long readAt;

  private RunProgress(
      PortageConfig config, Supplier<@Nullable Map<String, Long>> counters, RunReport report) {
    this.job = config.name();
    this.counters = counters;
    this.report = report;
    MetricsSource metrics = name -> Optional.ofNullable(counts);
    this.progress = JobProgress.of(config, metrics, Clock.systemUTC());
  }

  /**
   * Starts the reports.
   *
   * @param counters the run's counters so far, by name; null while there are none
   */
  static RunProgress start(
      PortageConfig config, Supplier<@Nullable Map<String, Long>> counters, RunReport report) {
    RunProgress started = new RunProgress(config, counters, report);
    long millis = (report.isLive() ? LIVE_EVERY : EVERY).toMillis();
    var unused =
        started.timer.scheduleWithFixedDelay(
            started::report, millis, millis, TimeUnit.MILLISECONDS);
    return started;
  }

  /** A failure does not end the reports: the run continues. */
  private void report() {
    try {
      long now = System.nanoTime();
      MetricsSnapshot read = snapshot(counters.get());
      counts = read;
      JobMoment shown = moment;
      if (shown == null || now - readAt >= EVERY.toNanos()) {
        shown = progress.read();
        moment = shown;
        readAt = now;
      }
      Double perSecond =
          read == null ? null : rate.add(now, LedgerSummary.of(read.values()).read());
      if (!timer.isShutdown()) {
        report.figures(new RunFigures(job, shown, read, perSecond));
      }
    } catch (RuntimeException e) {
      if (!timer.isShutdown() && FAILURE_THROTTLE.isDue("figures")) {
        LOG.warn("The figures of the run cannot be read now; the run continues", e);
      }
    }
  }

  private static @Nullable MetricsSnapshot snapshot(@Nullable Map<String, Long> counters) {
    return counters == null ? null : MetricsSnapshot.ofCounters("this process", counters);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      boolean unused = timer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    report.end();
    progress.close();
  }
}
