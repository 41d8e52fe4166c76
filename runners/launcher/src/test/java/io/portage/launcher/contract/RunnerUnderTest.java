package io.portage.launcher.contract;

import io.portage.launcher.Engine;
import java.util.List;

/** A runner, with the number of random tests that it runs. */
public interface RunnerUnderTest {
  /** Returns the launcher's engine. */
  Engine engine();

  /** Returns the main class of the runner's launcher, for jobs in separate processes. */
  Class<?> main();

  /** Returns Beam options for all tests, in addition to the engine's. */
  default List<String> beamOptions() {
    return List.of();
  }

  /**
   * Returns further options for a job that follows its topics in the test's process, where its
   * start must not block.
   */
  default List<String> followOptions() {
    return List.of();
  }

  /** Returns the number of runs of random histories. */
  int historyRuns();

  /** Returns the seeds of chaos runs: those of past failures, then as many as the time allows. */
  List<Long> chaosSeeds();

  /** Returns true if jobs run in separate worker processes, which {@link #killWorker} can kill. */
  default boolean killsWorkers() {
    return false;
  }

  /** Kills a worker process of the job and starts another one. */
  default void killWorker() throws Exception {
    throw new UnsupportedOperationException("jobs run in the process of the test");
  }
}
