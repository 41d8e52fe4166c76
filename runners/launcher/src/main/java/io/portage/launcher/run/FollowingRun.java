package io.portage.launcher.run;

import io.portage.config.PortageConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.metrics.LedgerSummary;
import io.portage.read.ReadChanges;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.util.Sleeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that follows its topics until a signal stops it, it fails, or it is ended where it runs.
 *
 * <p>SIGTERM and SIGINT stop a run of this process: it reads no further records, waits until all
 * that it has read are written and their offsets committed, {@value #DRAIN_SECONDS} seconds at
 * most, and is then cancelled. What is not done by then the database rolls back, its offsets are
 * not committed, and the next run reads it again. A run elsewhere continues.
 */
public final class FollowingRun {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingRun.class);
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration DRAIN_POLL = Duration.ofMillis(200);

  /** The longest time for the records that were read to be written and committed. */
  static final int DRAIN_SECONDS = 15;

  /** The time for a cancelled run to end; after it the process ends the run. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Engine engine;
  private final PortageConfig config;
  private final Job job;
  private final RunReport report;
  private final RunCounters counters;
  private volatile @Nullable PipelineResult result;
  private volatile boolean stopped;
  private volatile boolean cancelled;
  private volatile boolean drained;

  FollowingRun(
      Engine engine, PortageConfig config, Job job, PrintWriter out, RunCounters counters) {
    this.engine = engine;
    this.config = config;
    this.job = job;
    this.report = RunReport.to(out);
    this.counters = counters;
  }

  /**
   * Starts the run in this process and follows it to its end.
   *
   * @throws CommandException when the run ended neither by a signal nor by itself
   */
  void followInProcess() {
    PrintStream log = System.err;
    System.setErr(report.log(log));
    try (ShutdownSignals signals = ShutdownSignals.onEnd(this::stop);
        RunProgress progress = RunProgress.start(config, this::counters, report)) {
      await(
          () -> {
            PipelineResult started = job.start();
            result = started;
            counters.started(started);
            if (cancelled) {
              started.cancel();
            }
            return started.waitUntilFinish();
          });
    } finally {
      System.setErr(log);
    }
    if (stopped) {
      logStopped();
    }
  }

  /**
   * Submits the run and follows it to its end, on the caller's thread, since an engine may depend
   * on the thread.
   *
   * @throws CommandException when the run did not end by itself
   */
  void followRemote() {
    PipelineResult started = job.start();
    result = started;
    counters.started(started);
    await(started::waitUntilFinish);
  }

  private void await(Callable<PipelineResult.@Nullable State> run) {
    FutureTask<PipelineResult.@Nullable State> end = new FutureTask<>(run);
    Thread thread = new Thread(end, "portage-run");
    thread.setDaemon(true);
    thread.start();
    long stoppedFor = 0;
    while (stoppedFor < PATIENCE.toSeconds()) {
      try {
        PipelineResult.State state = end.get(POLL.toSeconds(), TimeUnit.SECONDS);
        if (!stopped) {
          verifyEnded(state);
        }
        return;
      } catch (TimeoutException goesOn) {
        stoppedFor += cancelled ? POLL.toSeconds() : 0;
      } catch (ExecutionException failed) {
        if (stopped) {
          return; // embedded Flink reports a cancelled run by an exception
        }
        Throwable reason = failed.getCause() == null ? failed : failed.getCause();
        throw reason instanceof RuntimeException cause
            ? cause
            : new CommandException(ExitCode.FAILED, "the run failed: " + reason, reason);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(ExitCode.FAILED, "interrupted", e);
      }
    }
  }

  /**
   * Returns silently if the run ended by itself.
   *
   * @throws CommandException when the run failed, was cancelled, or has an unknown state
   */
  public static void verifyEnded(PipelineResult.@Nullable State state) {
    if (state == PipelineResult.State.DONE || state == PipelineResult.State.UPDATED) {
      return;
    }
    throw new CommandException(
        ExitCode.FAILED,
        state == PipelineResult.State.FAILED
            ? "the run failed; see the engine's log for the cause"
            : state == PipelineResult.State.CANCELLED
                ? "the run was cancelled where it runs"
                : "the run's final state is unknown: " + state);
  }

  private void stop() {
    stopped = true;
    print("Stopping: finishing the records that were read. A second signal ends the process.");
    ReadChanges.stop(config);
    drained = awaitCommitted();
    cancelled = true;
    PipelineResult running = result;
    try {
      if (running == null) {
        engine.cancel();
      } else {
        running.cancel();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The run could not be cancelled; it ends with the process", e);
    }
  }

  private void logStopped() {
    LedgerSummary ledger = ledger();
    print(
        ledger == null
            ? "There is no ledger: the run had not begun, or the engine does not report counters."
            : ledger.render());
    print(
        drained
            ? "Stopped. Every record that was read has its outcome, and its offset is committed."
            : "Stopped. Records without an outcome were not committed; the next run reads them"
                + " again, and rows that were already written are duplicates then.");
  }

  /**
   * Waits until the group has committed all records that were read.
   *
   * @return false if it has not after {@value #DRAIN_SECONDS} seconds, e.g. because the database is
   *     down
   */
  private boolean awaitCommitted() {
    long deadline = System.nanoTime() + Duration.ofSeconds(DRAIN_SECONDS).toNanos();
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      while (!cluster.isRead(config.source().groupId(), ReadChanges.positions(config))) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        Sleeper.DEFAULT.sleep(DRAIN_POLL.toMillis());
      }
      return true;
    } catch (KafkaUnavailableException e) {
      LOG.warn("The committed offsets cannot be read: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Returns the counters so far by name; null while they are not available. */
  private @Nullable Map<String, Long> counters() {
    return counters.read().orElse(null);
  }

  private @Nullable LedgerSummary ledger() {
    Map<String, Long> now = counters();
    return now == null ? null : LedgerSummary.of(now);
  }

  private void print(String text) {
    report.message(text);
  }
}
