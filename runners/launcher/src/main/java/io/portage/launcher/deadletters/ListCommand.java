package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Lists dead letters without their contents. */
@Command(
    name = "list",
    description = "Lists unresolved dead letters by stage and reason. No row values are shown.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeadLetterFilterOptions options = new DeadLetterFilterOptions();

  @Option(names = "--ids", description = "One line per dead letter instead of counts.")
  private boolean ids;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterFilter selection = options.selection();
    List<DeadLetterSummary> all =
        new DeadLetterCatalog(options.config(beamOptions), spec.commandLine().getErr()).summaries();
    List<DeadLetterSummary> chosen = selection.of(all);
    if (!chosen.isEmpty()) {
      out.print(ids ? DeadLetterTables.lines(chosen) : DeadLetterTables.groups(chosen));
      out.println();
    }
    long resolved = all.stream().filter(head -> head.resolution() != null).count();
    out.println(
        Plural.of(chosen.size(), "dead letter")
            + (selection.resolved() || resolved == 0
                ? "."
                : "; " + resolved + " resolved in total (--all lists them, too)."));
    out.flush();
    return ExitCode.OK;
  }
}
