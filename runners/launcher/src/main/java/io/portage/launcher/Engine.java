package io.portage.launcher;

import io.portage.config.PortageConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * The runner on a launcher's class path, and its Beam options for Portage.
 *
 * <p>Options that the user gives override these.
 */
public interface Engine {
  /** The runner's name, as in {@code --runner}. */
  String runner();

  /**
   * Returns the Beam options for a run.
   *
   * @param bounded true if the run ends by itself
   * @param given the user's Beam options, e.g. the cluster to run on
   */
  List<String> defaults(boolean bounded, List<String> given);

  /** Returns the Beam options for this number of parallel workers of each step. */
  default List<String> parallelism(int workers) {
    return List.of("--parallelism=" + workers);
  }

  /**
   * Starts early the slow initialization that every run in this process needs. Called on its own
   * thread while the configuration is read; a failure has no consequence.
   */
  default void warmUp() {}

  /**
   * Returns the user's options, completed where the engine must add to one of them.
   *
   * @param given the user's Beam options
   */
  default List<String> settled(List<String> given) {
    return given;
  }

  /**
   * Returns the message to print before a run in this process begins, e.g. the address of its web
   * interface; null for none.
   *
   * @param settled the run's options, as {@link #settled} returns them
   */
  default @Nullable String startMessage(List<String> settled) {
    return null;
  }

  /**
   * Returns true if the run continues after this process has ended, because it runs elsewhere.
   *
   * @param given the user's Beam options
   */
  default boolean runsRemotely(List<String> given) {
    return false;
  }

  /** Returns true if a command waits for the run that it has submitted elsewhere. */
  default boolean isAttached() {
    return true;
  }

  /**
   * Returns the settings of a job that this engine does not support: one line each, with the
   * alternative.
   *
   * @param given the user's Beam options
   */
  default List<String> unsupported(PortageConfig config, List<String> given) {
    return List.of();
  }

  /** Returns true if the engine stores the job graph where others than its operator may read it. */
  default boolean storesJobGraph() {
    return false;
  }

  /** Returns the message after a run was submitted elsewhere, with which the user finds the run. */
  default String submitted(PortageConfig config, PipelineResult run) {
    return "Submitted " + config.name() + ".";
  }

  /**
   * Returns the ledger's counters of the run in this process, by name. For an engine whose Beam
   * result is available only after the run has ended; empty for other engines, and if no counters
   * are available.
   */
  default Optional<Map<String, Long>> counters() {
    return Optional.empty();
  }

  /**
   * Cancels the run in this process, for an engine whose Beam result is available only after the
   * run has ended. Returns before the run has ended.
   */
  default void cancel() {}

  /** Returns true if the engine supports {@code --until=end}. */
  default boolean supportsBoundedRuns() {
    return true;
  }
}
