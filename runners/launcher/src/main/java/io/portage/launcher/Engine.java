package io.portage.launcher;

import io.portage.config.PortageConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * The runner that a launcher's class path holds, and the Beam options that suit Portage on it.
 *
 * <p>Options that the user gives win over these.
 */
public interface Engine {
  /** The runner's name, as {@code --runner} takes it. */
  String runner();

  /**
   * Beam options for a run.
   *
   * @param bounded whether the run ends by itself
   * @param given the user's Beam options, e.g. the cluster to run on
   */
  List<String> defaults(boolean bounded, List<String> given);

  /** The Beam options for so many parallel workers of each step. */
  default List<String> parallelism(int workers) {
    return List.of("--parallelism=" + workers);
  }

  /**
   * Does what a run in this process needs in any case and takes long at first. On a thread of its
   * own, while the configuration is read; a failure has no consequence.
   */
  default void warmUp() {}

  /**
   * The user's options as a run takes them, where the engine has to add to one of them.
   *
   * @param given the user's Beam options
   */
  default List<String> settled(List<String> given) {
    return given;
  }

  /**
   * What to tell before a run in this process begins, e.g. where it listens; null for nothing.
   *
   * @param settled the run's options, as {@link #settled} gives them
   */
  default @Nullable String startMessage(List<String> settled) {
    return null;
  }

  /**
   * Whether a run goes on when this process ends, because it runs elsewhere.
   *
   * @param given the user's Beam options
   */
  default boolean runsRemotely(List<String> given) {
    return false;
  }

  /** Whether a command waits for the run that it has submitted elsewhere. */
  default boolean isAttached() {
    return true;
  }

  /**
   * What of a job does not work on this engine: one line each, with the way out.
   *
   * @param given the user's Beam options
   */
  default List<String> unsupported(PortageConfig config, List<String> given) {
    return List.of();
  }

  /** Whether it stores the job's graph where others than its operator may read it. */
  default boolean storesJobGraph() {
    return false;
  }

  /** What to tell of a run that goes on elsewhere, so that the user finds it. */
  default String submitted(PortageConfig config, PipelineResult run) {
    return "Submitted " + config.name() + ".";
  }

  /**
   * The ledger's counters of the run in this process, by name, where Beam's result is not there
   * before the run has ended; empty where it is, or where nothing tells them.
   */
  default Optional<Map<String, Long>> counters() {
    return Optional.empty();
  }

  /**
   * Cancels the run in this process, where Beam's result is not there before it has ended. Returns
   * before it has ended.
   */
  default void cancel() {}

  /** Whether {@code --until=end} works on it. */
  default boolean supportsBoundedRuns() {
    return true;
  }
}
