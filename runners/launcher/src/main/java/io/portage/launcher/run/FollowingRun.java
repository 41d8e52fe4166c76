package io.portage.launcher.run;

import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.metrics.LedgerSummary;
import io.portage.metrics.LogThrottle;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that follows its topics until it is stopped by a signal, fails, or ends where it runs.
 *
 * <p>A run of this process is cancelled by SIGTERM and SIGINT: a transaction that has not ended is
 * taken back by the database, no offset above it is committed, and the next run reads it again. A
 * run elsewhere goes on.
 */
public final class FollowingRun {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingRun.class);
  private static final LogThrottle UNTOLD = new LogThrottle(Duration.ofMinutes(1));
  private static final Duration LEDGER_EVERY = Duration.ofSeconds(5);

  /** How long a run may take to end once it is cancelled; then the process ends it. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final Job job;
  private final PrintWriter out;
  private volatile @Nullable PipelineResult result;
  private volatile boolean stopped;
  private String told = "";

  FollowingRun(Engine engine, Job job, PrintWriter out) {
    this.engine = engine;
    this.job = job;
    this.out = out;
  }

  /**
   * Starts the run in this process and follows it to its end.
   *
   * @throws CommandException when the run ended otherwise than by a signal or by itself
   */
  void followInProcess() {
    try (ShutdownSignals signals = ShutdownSignals.onEnd(this::stop)) {
      await(
          () -> {
            PipelineResult started = job.start();
            result = started;
            if (stopped) {
              started.cancel();
            }
            return started.waitUntilFinish();
          });
    }
    if (stopped) {
      logStopped();
    }
  }

  /**
   * Submits the run and follows it to its end. On the caller's thread, which an engine may know.
   *
   * @throws CommandException when the run ended otherwise than by itself
   */
  void followRemote() {
    PipelineResult started = job.start();
    result = started;
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
        PipelineResult.State state = end.get(LEDGER_EVERY.toSeconds(), TimeUnit.SECONDS);
        if (!stopped) {
          verifyEnded(state);
        }
        return;
      } catch (TimeoutException goesOn) {
        logLedger();
        stoppedFor += stopped ? LEDGER_EVERY.toSeconds() : 0;
      } catch (ExecutionException failed) {
        if (stopped) {
          return; // embedded Flink tells that it was cancelled by an exception
        }
        throw failed.getCause() instanceof RuntimeException cause
            ? cause
            : new CommandException(
                ExitCode.FAILED, "the run failed: " + failed.getCause(), failed.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(ExitCode.FAILED, "interrupted", e);
      }
    }
  }

  /**
   * Is silent when the run ended by itself.
   *
   * @throws CommandException when it did not, or nobody knows
   */
  public static void verifyEnded(PipelineResult.@Nullable State state) {
    if (state == PipelineResult.State.DONE || state == PipelineResult.State.UPDATED) {
      return;
    }
    throw new CommandException(
        ExitCode.FAILED,
        state == PipelineResult.State.FAILED
            ? "the run failed; the engine's log tells why"
            : state == PipelineResult.State.CANCELLED
                ? "the run was cancelled where it runs"
                : "what became of the run is not known: its state is " + state);
  }

  private void stop() {
    stopped = true;
    say("Stopping. A second signal ends the process at once.");
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
    say(
        ledger == null
            ? "There is no ledger: the run had not begun, or the engine does not tell it."
            : ledger.render());
    say(
        "Stopped. What has no outcome was not committed; the next run reads it again, and what was"
            + " written already is a duplicate then.");
  }

  /** A line with the ledger, when something has changed. A failure does not end the telling. */
  private void logLedger() {
    try {
      LedgerSummary now = ledger();
      if (now != null && now.read() > 0 && !now.line().equals(told)) {
        told = now.line();
        say(told);
      }
    } catch (RuntimeException e) {
      if (UNTOLD.isDue("ledger")) {
        LOG.warn("The ledger cannot be told now; the run goes on", e);
      }
    }
  }

  /** The counters so far; null while nothing tells them. */
  private @Nullable LedgerSummary ledger() {
    PipelineResult running = result;
    return engine
        .counters()
        .map(LedgerSummary::of)
        .orElseGet(() -> running == null ? null : LedgerSummary.of(running.metrics()));
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }
}
