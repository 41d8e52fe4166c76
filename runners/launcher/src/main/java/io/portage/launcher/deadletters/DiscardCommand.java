package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.output.Plural;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Resolves dead letters without a replay. */
@Command(
    name = "discard",
    aliases = "accept",
    description =
        "Resolves dead letters without a replay: the target keeps what it has. They stay in the"
            + " store, with who and why.",
    mixinStandardHelpOptions = true)
final class DiscardCommand implements Callable<Integer> {
  private static final int MOST_TEXT = 1_000;

  private final Clock clock;

  @Spec private CommandSpec spec;
  @Mixin private DeadLetterFilterOptions options = new DeadLetterFilterOptions();

  @Option(
      names = "--why",
      required = true,
      description = "The reason, in a sentence; kept with each dead letter.")
  private String why;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      description = "The person who decides it (default: the user of this process).")
  private String by;

  @Option(
      names = "--yes",
      description = "Resolve them. Without it the command only prints the selection.")
  private boolean yes;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  DiscardCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = options.config(beamOptions);
    requireText("--why", why);
    requireText("--by", by);
    DeadLetterCatalog catalog = new DeadLetterCatalog(config, spec.commandLine().getErr());
    LetterTables tables = new LetterTables(config);
    List<DeadLetterSummary> chosen = chosen(catalog.summaries(), tables);
    if (chosen.isEmpty()) {
      out.println("There is nothing to discard.");
    } else if (yes) {
      accept(config, catalog.deadLetters(chosen.stream().map(DeadLetterSummary::id).toList()));
      out.println(Plural.of(chosen.size(), "dead letter") + " accepted by " + by + ": " + why);
    } else {
      out.print(DeadLetterTables.lines(chosen, tables));
      out.println();
      out.println(
          Plural.of(chosen.size(), "dead letter")
              + " would be resolved without a replay: add --yes.");
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void requireText(String option, String text) {
    if (text.isBlank() || text.length() > MOST_TEXT) {
      throw new CommandException(
          ExitCode.USAGE, option + " must be a text of at most " + MOST_TEXT + " characters");
    }
  }

  /** Returns the unresolved ones that are selected; one that is named must be among them. */
  private List<DeadLetterSummary> chosen(List<DeadLetterSummary> all, LetterTables tables) {
    DeadLetterFilter selection = options.selection();
    List<DeadLetterSummary> chosen =
        selection.of(all, tables).stream().filter(head -> head.resolution() == null).toList();
    List<String> left = selection.unknown(chosen);
    if (!left.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "no unresolved dead letter of this selection has the id " + String.join(", ", left));
    }
    return chosen;
  }

  private void accept(PortageConfig config, List<StoredDeadLetter> letters) {
    try {
      new LetterEdits(config, clock).accept(letters, by.strip(), why.strip());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the dead letters cannot be written: " + e.getMessage(), e);
    }
  }
}
