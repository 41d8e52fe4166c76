package io.portage.launcher.contract;

import io.portage.launcher.Engine;
import java.util.List;

/** A runner, and how much of the contract suite's random tests it gets. */
public interface RunnerUnderTest {
  /** What the launcher runs with. */
  Engine engine();

  /** The runner's launcher, for jobs in a process of their own. */
  Class<?> main();

  /** Beam options on top of the engine's, in all tests. */
  default List<String> beamOptions() {
    return List.of();
  }

  /** More of them for a job that follows in the test's process, where its start must not block. */
  default List<String> followOptions() {
    return List.of();
  }

  /** How many runs of random histories. */
  int historyRuns();

  /** Seeds of chaos runs that once ended wrong, then as many as fit the time. */
  List<Long> chaosSeeds();

  /** Whether jobs run in processes of their own, which {@link #killWorker} can kill. */
  default boolean killsWorkers() {
    return false;
  }

  /** Kills a process that works on the job and starts another in its place. */
  default void killWorker() throws Exception {
    throw new UnsupportedOperationException("jobs run in the process of the test");
  }
}
