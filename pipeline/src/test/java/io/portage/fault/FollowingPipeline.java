package io.portage.fault;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;

/** Jobs without an end, and their end. */
public final class FollowingPipeline {
  private FollowingPipeline() {}

  /**
   * Cancels a job, whatever has become of it.
   *
   * <p>Embedded Flink may be gone before it is asked for the cancelled job's state, and says so by
   * an exception.
   */
  public static void cancel(PipelineResult job) throws IOException {
    try {
      job.cancel();
    } catch (IllegalStateException e) {
      if (!isGone(e)) {
        throw e;
      }
    }
  }

  /** Whether it still follows: it has not ended by itself. */
  public static boolean isRunning(PipelineResult job) {
    try {
      return job.getState() == PipelineResult.State.RUNNING;
    } catch (IllegalStateException e) {
      if (!isGone(e)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean isGone(IllegalStateException e) {
    return String.valueOf(e.getMessage()).contains("MiniCluster");
  }
}
