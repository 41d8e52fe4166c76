package io.portage.launcher.contract;

import io.portage.launcher.Engine;
import java.util.List;

/** A test for every runner. */
public abstract class OnARunner {
  /** Returns the runner under test. */
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
