package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import java.util.ArrayList;
import java.util.List;

/** All checks of {@code portage check} except the trial of messages. */
public final class JobChecks {
  private JobChecks() {}

  /** Runs the checks of the engine, then those of everything that the job names. */
  public static List<CheckResult> run(
      Engine engine, PortageConfig config, List<String> beamOptions) {
    List<CheckResult> checks =
        new ArrayList<>(EngineChecks.run(engine, config, beamOptions, false));
    checks.addAll(Preflight.run(config));
    checks.addAll(SourceDatabaseChecks.run(config));
    return checks;
  }
}
