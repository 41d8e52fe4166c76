package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.output.Plural;
import io.portage.metrics.LedgerSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Replays dead letters once. */
@Command(
    name = "replay",
    description = "Replays dead letters through the pipeline and its guard.",
    mixinStandardHelpOptions = true,
    footer = {"", "Every other option is Beam's, e.g. --runner=FlinkRunner."})
final class ReplayCommand implements Callable<Integer> {
  private final Engine engine;

  @Spec private CommandSpec spec;
  @Mixin private DeadLetterFilterOptions options = new DeadLetterFilterOptions();

  @Option(
      names = "--yes",
      description = "Start the replay. Without it the command only prints the plan.")
  private boolean yes;

  @Option(
      names = "--max-attempts",
      defaultValue = "5",
      description = "Refuse dead letters with this number of attempts (default: ${DEFAULT-VALUE}).")
  private int maxAttempts;

  @Option(
      names = "--limit",
      defaultValue = "10000",
      description =
          "Maximum number of dead letters of one replay, oldest first; kept in memory"
              + " (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--why",
      description = "The reason, in a sentence; kept with the result of each dead letter.")
  private @Nullable String why;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description =
          "The person who decides it, kept with --why (default: the user of this process).")
  private String by;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  ReplayCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = options.config(beamOptions);
    DeadLetterFilter selection = options.selection();
    DeadLetterCatalog deadLetterCatalog =
        new DeadLetterCatalog(config, spec.commandLine().getErr());
    LetterTables tables = new LetterTables(config);
    List<DeadLetterSummary> all = deadLetterCatalog.summaries();
    List<String> unknown = selection.unknown(all);
    if (!unknown.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "no dead letter has the id " + String.join(", ", unknown));
    }
    ReplayPlan plan = ReplayPlan.of(all, tables, selection, maxAttempts, limit);
    plan.refused()
        .forEach(
            head ->
                out.println(
                    head.id()
                        + " is refused: it was replayed "
                        + Plural.of(head.attempts(), "time")
                        + " (--max-attempts="
                        + (head.attempts() + 1)
                        + " replays it once more)"));
    if (plan.beyondLimit() > 0) {
      out.println(
          Plural.of(plan.beyondLimit(), "more dead letter", "exceed") + " --limit=" + limit);
    }
    List<DeadLetterSummary> picked = plan.picked();
    int after = plan.refused().isEmpty() ? ExitCode.OK : ExitCode.DEAD_LETTERS;
    if (picked.isEmpty()) {
      out.println("There is nothing to replay.");
      out.flush();
      return after;
    }
    if (!yes) {
      out.print(DeadLetterTables.lines(picked, tables));
      out.println();
      out.println(
          Plural.of(picked.size(), "dead letter") + " would be replayed: add --yes to start.");
      out.flush();
      return ExitCode.OK;
    }
    out.flush();
    return replay(config, deadLetterCatalog, picked, out) ? after : ExitCode.DEAD_LETTERS;
  }

  /** Returns true if no dead letter failed again. */
  private boolean replay(
      PortageConfig config,
      DeadLetterCatalog deadLetterCatalog,
      List<DeadLetterSummary> picked,
      PrintWriter out) {
    String reason = why;
    String note = reason == null ? "" : ReplayPlan.note(by, reason);
    ReplayPlan.ReplayOutcome outcome =
        ReplayPlan.run(engine, config, picked, note, deadLetterCatalog::summaries, beamOptions);
    ReplayReport replayed = outcome.report();
    LedgerSummary ledger = outcome.ledger();
    out.print(replayed.render());
    out.println();
    out.println(ledger.render());
    out.flush();
    outcome.requireComplete();
    return ledger.dead() == 0;
  }
}
