package io.portage.flink;

import java.util.ArrayList;
import java.util.List;

/** Beam's options for Flink that suit this job; the user's win over them. */
final class FlinkDefaults {
  private FlinkDefaults() {}

  /**
   * Wherever it runs.
   *
   * <ul>
   *   <li>{@code objectReuse}, {@code fasterCopy}: values are immutable, so operators share them.
   *   <li>{@code maxParallelism}: fixed, so that a savepoint can be started with another
   *       parallelism; it is also the most splits that the topics are read in.
   *   <li>{@code checkpointingInterval}: 20 s of work are done again after a failure. Exactly once,
   *       which is Beam's default: state and read offsets are of one moment.
   *   <li>{@code unalignedCheckpointEnabled}: off. Where some exchanges are aligned all the same
   *       (Flink's forward ones are) and a source hands much on before its barrier, a barrier of
   *       the references' source that overtakes the changes can block the outcomes for ever.
   *   <li>{@code failOnCheckpointingErrors}: while the database is down the sink waits and no
   *       checkpoint can finish; the job must wait too, not restart with each that expires.
   *   <li>{@code finishBundleBeforeCheckpointing}: what a bundle tells at its end would otherwise
   *       lie in a buffer until there is another one, and when nothing more comes the group's
   *       offsets would stand still below records that are long written.
   *   <li>{@code maxBundleSize}, {@code maxBundleTimeMills}: how long changes may be held back and
   *       merged while the source has more; what it has last is never held back.
   *   <li>{@code shutdownSourcesAfterIdleMs}: otherwise a run with a side input never ends while
   *       checkpoints are on.
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
                "--maxBundleTimeMills=10000"));
    if (bounded) {
      options.add("--shutdownSourcesAfterIdleMs=0");
    }
    return options;
  }

  /**
   * In this process. Checkpoints are kept in files, since the default keeps them in memory and
   * fails above 5 MB; who runs it wants to know of a job that fails again and again.
   *
   * @param checkpoints the folder for them
   */
  static List<String> embedded(String checkpoints) {
    return List.of(
        "--stateBackend=filesystem",
        "--stateBackendStoragePath=" + checkpoints,
        "--numberOfExecutionRetries=3",
        "--executionRetryDelay=2000");
  }

  /**
   * On a cluster, whose own configuration decides where checkpoints go, in which backend state is
   * kept and how often a failed job is restarted (Flink: for ever, with growing pauses, when
   * checkpoints are on).
   *
   * <ul>
   *   <li>{@code externalizedCheckpointsEnabled}, {@code
   *       retainExternalizedCheckpointsOnCancellation}: the last checkpoint of a job that was
   *       cancelled or has failed stays, to start from.
   *   <li>{@code attachedMode}: the job is submitted and then watched, which is the only way that
   *       Flink's REST API takes.
   * </ul>
   */
  static List<String> cluster() {
    return List.of(
        "--externalizedCheckpointsEnabled=true",
        "--retainExternalizedCheckpointsOnCancellation=true",
        "--attachedMode=false");
  }
}
