package io.portage.launcher;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints event times readably. */
@Command(
    name = "time",
    description = "Prints event times (milliseconds since 1970) in UTC.",
    mixinStandardHelpOptions = true)
final class TimeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MS", arity = "1..*", description = "Milliseconds since 1970.")
  private List<Long> times;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (long time : times) {
      out.println(time + " ms -> " + Instant.ofEpochMilli(time));
    }
    return ExitCode.OK;
  }
}
