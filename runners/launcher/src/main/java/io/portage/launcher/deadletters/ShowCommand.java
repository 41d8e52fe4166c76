package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.launcher.Configurations;
import io.portage.launcher.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Shows one complete dead letter. */
@Command(
    name = "show",
    description = "Shows one complete dead letter, row values included.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--config", required = true, description = "The job's YAML file.")
  private String file;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Option(
      names = "--id",
      required = true,
      description = "The dead letter's id, as list --ids prints it.")
  private String id;

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterCatalog deadLetterCatalog =
        new DeadLetterCatalog(Configurations.read(file, beamOptions), spec.commandLine().getErr());
    out.print(DeadLetterText.of(deadLetterCatalog.deadLetter(id)));
    out.flush();
    return ExitCode.OK;
  }
}
