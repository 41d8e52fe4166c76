package io.portage.launcher.contract;

import io.portage.launcher.Engine;
import java.util.List;

/** A test that a runner can run. */
public abstract class OnARunner {
  /** The runner under test. */
  protected abstract RunnerUnderTest runner();

  final Engine engine() {
    return runner().engine();
  }

  final Class<?> main() {
    return runner().main();
  }

  final List<String> beamOptions() {
    return runner().beamOptions();
  }
}
