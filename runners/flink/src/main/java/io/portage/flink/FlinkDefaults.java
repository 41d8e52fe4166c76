package io.portage.flink;

import java.util.ArrayList;
import java.util.List;

/** The default values of Beam's Flink options; the user's options take precedence. */
final class FlinkDefaults {
  private FlinkDefaults() {}

  /**
   * Returns the options for embedded Flink and clusters.
   *
   * <ul>
   *   <li>{@code objectReuse}, {@code fasterCopy}: values are immutable, so operators share them.
   *   <li>{@code maxParallelism}: fixed, so that a job can be restored from a savepoint with
   *       another parallelism; it is also the maximum number of readers of the topics.
   *   <li>{@code checkpointingInterval}: 20 s of work are repeated after a failure. Exactly once,
   *       which is Beam's default: state and read offsets belong to the same moment.
   *   <li>{@code unalignedCheckpointEnabled}: off. Some exchanges stay aligned even then (Flink's
   *       forward exchanges). If a source emits many elements before its barrier, a barrier of the
   *       references' source that overtakes the changes can block the completions for ever.
   *   <li>{@code failOnCheckpointingErrors}: off; while the database is down the sink waits and no
   *       checkpoint can complete. The job must wait too, and not restart with each expired
   *       checkpoint.
   *   <li>{@code finishBundleBeforeCheckpointing}: otherwise elements emitted at the end of a
   *       bundle stay in a buffer until the next bundle. Without further records the group's
   *       offsets would stay below records that were written long ago.
   *   <li>{@code maxBundleSize}, {@code maxBundleTimeMills}: the limits for holding back and
   *       merging changes while the source has more records; the last records are never held back.
   *   <li>{@code earlySideInput}: Flink buffers rows in its state until a side input exists, and
   *       the first load of references may take minutes; rows must wait in the source instead.
   *   <li>{@code shutdownSourcesAfterIdleMs}: otherwise a run with a side input never ends while
   *       checkpoints are enabled.
   * </ul>
   */
  static List<String> everywhere(boolean bounded) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--objectReuse=true",
                "--fasterCopy=true",
                "--maxParallelism=128",
                "--checkpointingInterval=20000",
                "--unalignedCheckpointEnabled=false",
                "--failOnCheckpointingErrors=false",
                "--finishBundleBeforeCheckpointing=true",
                "--maxBundleSize=1000000",
                "--maxBundleTimeMills=10000",
                "--earlySideInput=true"));
    if (bounded) {
      options.add("--shutdownSourcesAfterIdleMs=0");
    }
    return options;
  }

  /**
   * Returns the options for embedded Flink. Checkpoints are stored in files, because by default
   * they are in memory and fail above 5 MB. A failing job is restarted at most 3 times, so that its
   * user notices.
   *
   * @param checkpoints the folder for checkpoints
   */
  static List<String> embedded(String checkpoints) {
    return List.of(
        "--stateBackend=filesystem",
        "--stateBackendStoragePath=" + checkpoints,
        "--numberOfExecutionRetries=3",
        "--executionRetryDelay=2000");
  }

  /**
   * Returns the options for a cluster. The cluster's own configuration sets the checkpoint folder,
   * the state backend and the restart strategy (with checkpoints enabled, Flink restarts for ever,
   * with growing delays).
   *
   * <ul>
   *   <li>{@code externalizedCheckpointsEnabled}, {@code
   *       retainExternalizedCheckpointsOnCancellation}: the last checkpoint of a cancelled or
   *       failed job is kept, to restore from.
   *   <li>{@code attachedMode}: the job is submitted and then watched, the only mode that Flink's
   *       REST API accepts.
   * </ul>
   */
  static List<String> cluster() {
    return List.of(
        "--externalizedCheckpointsEnabled=true",
        "--retainExternalizedCheckpointsOnCancellation=true",
        "--attachedMode=false");
  }
}
