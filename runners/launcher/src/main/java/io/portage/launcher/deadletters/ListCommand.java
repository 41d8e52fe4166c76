package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.ExitCode;
import io.portage.launcher.output.OutputOptions;
import io.portage.launcher.output.Plural;
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

  @Mixin private OutputOptions output = new OutputOptions();

  /**
   * The selected dead letters.
   *
   * @param total all dead letters of the job
   * @param resolved those of all that are resolved
   */
  record LetterList(int total, int resolved, List<LetterLine> letters) {}

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterFilter selection = options.selection();
    PortageConfig config = options.config(beamOptions);
    LetterTables tables = new LetterTables(config);
    List<DeadLetterSummary> all =
        new DeadLetterCatalog(config, spec.commandLine().getErr()).summaries();
    List<DeadLetterSummary> chosen = selection.of(all, tables);
    int resolved = (int) all.stream().filter(head -> head.resolution() != null).count();
    output.print(
        out,
        new LetterList(
            all.size(), resolved, chosen.stream().map(one -> LetterLine.of(one, tables)).toList()),
        () -> text(chosen, tables, selection, resolved));
    return ExitCode.OK;
  }

  private String text(
      List<DeadLetterSummary> chosen,
      LetterTables tables,
      DeadLetterFilter selection,
      int resolved) {
    String table =
        chosen.isEmpty()
            ? ""
            : (ids ? DeadLetterTables.lines(chosen, tables) : DeadLetterTables.groups(chosen))
                + "\n";
    return table
        + Plural.of(chosen.size(), "dead letter")
        + (selection.resolved() || resolved == 0
            ? "."
            : "; " + resolved + " resolved in total (--all lists them, too).");
  }
}
