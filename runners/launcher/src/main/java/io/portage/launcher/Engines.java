package io.portage.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of the engine before a command starts. */
public final class Engines {
  private Engines() {}

  /**
   * Rejects a runner that is not on this class path, and a run on another machine.
   *
   * @param runner the runner that the user names, or null
   * @param beamOptions the user's Beam options
   * @param what the parts of the command that must run on this machine, with their verb, for the
   *     message
   * @throws CommandException with the alternative
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
