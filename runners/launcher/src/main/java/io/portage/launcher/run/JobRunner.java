package io.portage.launcher.run;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicAdmin;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.metrics.LedgerSummary;
import io.portage.read.ReadChanges;
import io.portage.replay.ReplaySelection;
import java.io.PrintWriter;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;

/** Runs a job to its end, or without end. */
public final class JobRunner {
  private JobRunner() {}

  /** Runs up to the current end offsets and returns the ledger of the run. */
  public static LedgerSummary runToEnd(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    return runToEnd(engine, config, beamOptions, out, new RunCounters(engine));
  }

  /** As the other method; {@code counters} gets the run. */
  static LedgerSummary runToEnd(
      Engine engine,
      PortageConfig config,
      List<String> beamOptions,
      PrintWriter out,
      RunCounters counters) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    Job job = Job.prepare(engine, config, stops, beamOptions);
    report(job, out);
    LedgerSummary ledger = finish(job, counters);
    ReadChanges.stop(config); // its readers are gone: another run of the job may follow
    return ledger;
  }

  private static void report(Job job, PrintWriter out) {
    String place = job.place();
    if (place != null) {
      out.println(place);
      out.flush();
    }
  }

  /** Returns true if the job's group has committed all current end offsets. */
  static boolean isRead(PortageConfig config) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      return cluster.isRead(config.source().groupId(), stops);
    }
  }

  /** Replays dead letters and returns the ledger of their records. */
  public static LedgerSummary replay(
      Engine engine, PortageConfig config, ReplaySelection deadLetters, List<String> beamOptions) {
    return finish(Job.replay(engine, config, deadLetters, beamOptions), new RunCounters(engine));
  }

  /**
   * Submits a run and does not wait for it.
   *
   * @param toTheEnd true if the run ends at the current end offsets
   */
  static PipelineResult submit(
      Engine engine, PortageConfig config, boolean toTheEnd, List<String> beamOptions) {
    StopOffsets stops = toTheEnd ? StopOffsets.resolve(config.source()) : null;
    return Job.prepare(engine, config, stops, beamOptions).start();
  }

  private static LedgerSummary finish(Job job, RunCounters counters) {
    PipelineResult result = job.start();
    counters.started(result);
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new CommandException(ExitCode.FAILED, "the run ended as " + state);
    }
    return LedgerSummary.of(result.metrics());
  }

  /**
   * Follows the topics until SIGTERM or SIGINT, or until a run elsewhere ends. Shows the figures of
   * a run in this process every few seconds, and its ledger at the end.
   *
   * @throws CommandException when the run failed
   */
  public static void follow(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    follow(
        engine,
        config,
        Job.prepare(engine, config, null, beamOptions),
        beamOptions,
        out,
        new RunCounters(engine));
  }

  /**
   * Prepares a run that follows the topics while its checks still run.
   *
   * @param checks waits for the checks; throws when one has failed, and that exception is then
   *     reported
   */
  static Job prepare(
      Engine engine, PortageConfig config, List<String> beamOptions, Runnable checks) {
    try {
      return Job.prepare(engine, config, null, beamOptions);
    } finally {
      checks.run();
    }
  }

  /**
   * Follows the topics with a prepared run, as {@link #follow(Engine, PortageConfig, List,
   * PrintWriter)} does; {@code counters} gets the run.
   */
  static void follow(
      Engine engine,
      PortageConfig config,
      Job job,
      List<String> beamOptions,
      PrintWriter out,
      RunCounters counters) {
    report(job, out);
    FollowingRun run = new FollowingRun(engine, config, job, out, counters);
    if (engine.runsRemotely(beamOptions)) {
      run.followRemote();
    } else {
      run.followInProcess();
    }
  }
}
