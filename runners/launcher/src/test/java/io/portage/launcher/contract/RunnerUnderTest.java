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
}
