package io.portage.launcher.run;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicAdmin;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.metrics.LedgerSummary;
import io.portage.replay.ReplaySelection;
import java.io.PrintWriter;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;

/** Runs a job to its end, or for ever. */
public final class JobRunner {
  private JobRunner() {}

  /** Runs until the offsets that are last now, and returns what became of the records. */
  public static LedgerSummary runToEnd(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    Job job = Job.prepare(engine, config, stops, beamOptions);
    report(job, out);
    return finish(job);
  }

  private static void report(Job job, PrintWriter out) {
    String place = job.place();
    if (place != null) {
      out.println(place);
      out.flush();
    }
  }

  /** Whether the job's group has read all that is there now. */
  static boolean isRead(PortageConfig config) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      return cluster.isRead(config.source().groupId(), stops);
    }
  }

  /** Replays dead letters, and returns what became of the records that they stand for. */
  public static LedgerSummary replay(
      Engine engine, PortageConfig config, ReplaySelection letters, List<String> beamOptions) {
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
   * Follows the topics until SIGTERM or SIGINT, or until a run elsewhere ends; a line with the
   * ledger every few seconds, and all of it at the end.
   *
   * @throws CommandException when the run failed
   */
  public static void follow(
      Engine engine, PortageConfig config, List<String> beamOptions, PrintWriter out) {
    follow(engine, Job.prepare(engine, config, null, beamOptions), beamOptions, out);
  }

  /**
   * Prepares a run that follows the topics while its checks go on.
   *
   * @param checks waits for them and throws when one has failed, which is then what is told
   */
  static Job prepare(
      Engine engine, PortageConfig config, List<String> beamOptions, Runnable checks) {
    try {
      return Job.prepare(engine, config, null, beamOptions);
    } finally {
      checks.run();
    }
  }

  /** Follows the topics by a run that is prepared; see the other. */
  static void follow(Engine engine, Job job, List<String> beamOptions, PrintWriter out) {
    report(job, out);
    FollowingRun run = new FollowingRun(engine, job, out);
    if (engine.runsRemotely(beamOptions)) {
      run.followRemote();
    } else {
      run.followInProcess();
    }
  }
}
