package io.portage.fault;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;
import org.joda.time.Duration;

/** Controls of unbounded jobs. */
public final class FollowingPipeline {
  private FollowingPipeline() {}

  /**
   * Cancels a job in any state.
   *
   * <p>Embedded Flink may have stopped before it is asked for the cancelled job's state, and then
   * throws an exception, which is ignored.
   */
  public static void cancel(PipelineResult job) throws IOException {
    try {
      job.cancel();
    } catch (IllegalStateException e) {
      if (!isStopped(e)) {
        throw e;
      }
    }
  }

  /**
   * Throws the failure of a job that has failed. To be called before the job is asked for its
   * state: the direct runner does not tell the failure afterwards.
   */
  public static void rethrowFailure(PipelineResult job) {
    // By name: the tests of another runner do not have this one's classes.
    if (job.getClass().getName().startsWith("org.apache.beam.runners.direct.")) {
      job.waitUntilFinish(Duration.millis(1));
    }
  }

  /** True if the job is still running. */
  public static boolean isRunning(PipelineResult job) {
    try {
      return job.getState() == PipelineResult.State.RUNNING;
    } catch (IllegalStateException e) {
      if (!isStopped(e)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isStopped(IllegalStateException e) {
    return String.valueOf(e.getMessage()).contains("MiniCluster");
  }
}
