package io.portage.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What commands ask of the engine before they start. */
public final class Engines {
  private Engines() {}

  /**
   * Refuses a runner that this class path does not hold, and a run on another machine.
   *
   * @param runner the runner that the user names, or null
   * @param beamOptions the user's Beam options
   * @param what what has to be on this machine, with its verb
   * @throws CommandException with the way out
   */
  public static void requireHere(
      Engine engine, @Nullable String runner, List<String> beamOptions, String what) {
    if (runner != null && !runner.equals(engine.runner())) {
      throw new CommandException(
          ExitCode.USAGE, "this class path holds the " + engine.runner() + ", not " + runner);
    }
    if (engine.runsRemotely(beamOptions)) {
      throw new CommandException(
          ExitCode.USAGE,
          what
              + " on this machine, and "
              + engine.runner()
              + (beamOptions.isEmpty() ? "" : " with " + String.join(" ", beamOptions))
              + " runs elsewhere: use --runner=DirectRunner or --runner=FlinkRunner, embedded");
    }
  }
}
