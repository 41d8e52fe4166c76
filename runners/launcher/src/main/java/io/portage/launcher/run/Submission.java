package io.portage.launcher.run;

import io.portage.config.ConfigException;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The command {@code run} inside a process that does not belong to the user, such as a cluster's:
 * it never ends the JVM and reports every failure by an exception.
 */
public final class Submission {
  private Submission() {}

  /**
   * Runs {@code args}, with or without a leading {@code run}.
   *
   * @throws CommandException when the command line is wrong or a check failed; when the run failed
   *     or left dead letters, if the engine waits for it
   * @throws ConfigException when the configuration is wrong
   */
  public static void run(Engine engine, String... args) throws ConfigException {
    List<String> words = List.of(args);
    if (!words.isEmpty() && words.get(0).equals("run")) {
      words = words.subList(1, words.size());
    }
    RunCommand command =
        new RunCommand(
            engine,
            (config, port, counters, audit) -> {
              throw new IllegalStateException("a run that is submitted here has no console");
            });
    try {
      new CommandLine(command)
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(words.toArray(new String[0]));
    } catch (ParameterException wrong) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(wrong.getMessage()), wrong);
    }
    if (command.call() == ExitCode.DEAD_LETTERS) {
      throw new CommandException(ExitCode.DEAD_LETTERS, "the run finished, but with dead letters");
    }
  }
}
