package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.metrics.LedgerSummary;
import io.portage.replay.Picked;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;

/** Runs a job to its end, or for ever. */
public final class Runs {
  private static final int LEDGER_SECONDS = 5;

  private Runs() {}

  /** Runs until the offsets that are last now, and returns what became of the records. */
  public static LedgerSummary toTheEnd(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    Job job = Job.prepare(engine, config, stops, beamOptions);
    tell(job, out);
    return finish(job);
  }

  private static void tell(Job job, PrintWriter out) {
    String place = job.place();
    if (place != null) {
      out.println(place);
      out.flush();
    }
  }

  /** Replays dead letters, and returns what became of the records that they stand for. */
  public static LedgerSummary replay(
      Engine engine, PortageConfig config, Picked letters, List<String> beamOptions) {
    return finish(Job.replay(engine, config, letters, beamOptions));
  }

  /**
   * Submits a run and does not wait for it.
   *
   * @param toTheEnd whether it ends at the offsets that are last now
   */
  static PipelineResult submit(
      Engine engine, PortageConfig config, boolean toTheEnd, List<String> beamOptions) {
    StopOffsets stops = toTheEnd ? StopOffsets.resolve(config.source()) : null;
    return Job.prepare(engine, config, stops, beamOptions).start();
  }

  private static LedgerSummary finish(Job job) {
    PipelineResult result = job.start();
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new CommandException(ExitCode.FAILED, "the run ended as " + state);
    }
    return LedgerSummary.of(result.metrics());
  }

  /**
   * Follows the topics until the process ends, or until a run elsewhere does; a line with the
   * ledger every few seconds where the engine tells it while it runs (Flink does not).
   *
   * @throws CommandException when the run failed
   */
  public static void follow(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    Job job = Job.prepare(engine, config, null, beamOptions);
    tell(job, out);
    PipelineResult result = job.start();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    Future<?> ledger =
        clock.scheduleWithFixedDelay(
            () -> {
              LedgerSummary now = LedgerSummary.of(result.metrics());
              if (now.read() > 0) {
                out.println(now.line());
                out.flush();
              }
            },
            LEDGER_SECONDS,
            LEDGER_SECONDS,
            TimeUnit.SECONDS);
    try {
      if (result.waitUntilFinish() == PipelineResult.State.FAILED) {
        throw new CommandException(ExitCode.FAILED, "the run failed; the engine's log tells why");
      }
    } finally {
      ledger.cancel(true);
      clock.shutdownNow();
    }
  }
}
