package io.portage.launcher.deadletters;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.output.OutputOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final int MOST_LETTERS = 1_000_000;
  private static final Duration READING = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Option(
      names = "--id",
      required = true,
      description = "The dead letter's id, as list --ids prints it.")
  private String id;

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = job.read(beamOptions);
    if (output.isJson()) {
      output.print(out, detail(config), () -> "");
    } else {
      DeadLetterCatalog catalog = new DeadLetterCatalog(config, spec.commandLine().getErr());
      output.print(out, id, () -> DeadLetterText.of(catalog.deadLetter(id)));
    }
    return ExitCode.OK;
  }

  private LetterDetail detail(PortageConfig config) {
    DeadLetterIndex index = DeadLetterIndex.of(config, MOST_LETTERS, Clock.systemUTC());
    try {
      DeadLetterSummary head =
          index.refreshToEnd(READING).summaries().stream()
              .filter(one -> one.id().equals(id))
              .findFirst()
              .orElseThrow(() -> DeadLetterCatalog.unknown(id));
      return LetterDetail.of(head, index.history(id), new LetterTables(config), true);
    } catch (IOException e) {
      throw DeadLetterCatalog.unreadable(e);
    }
  }
}
