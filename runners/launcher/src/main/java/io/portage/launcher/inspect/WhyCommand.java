package io.portage.launcher.inspect;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.inspect.RowInspection.RowState;
import io.portage.launcher.inspect.RowScan.ScanPage;
import io.portage.launcher.inspect.RowScan.ScannedRecord;
import io.portage.launcher.inspect.WaitingRows.WaitingPage;
import io.portage.launcher.inspect.WaitingRows.WaitingRow;
import io.portage.launcher.output.OutputOptions;
import io.portage.launcher.output.Plural;
import io.portage.launcher.status.MetricsSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains why a row of the target is as it is. */
@Command(
    name = "why",
    description =
        "Explains why a row of the target is as it is: its version, and each of its records in the"
            + " log with a verdict. Changes nothing.",
    mixinStandardHelpOptions = true)
public final class WhyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Option(names = "--table", required = true, description = "The target table.")
  private String table;

  @Option(
      names = "--key",
      description =
          "The key: a value, or a JSON array or object if it has several columns. Without it: the"
              + " rows of the table that are not written yet, and the rows that they wait for.")
  private @Nullable String key;

  @Option(
      names = "--parts",
      defaultValue = "5",
      description =
          "The parts of the log to scan, of 20,000 records each, the newest first (default:"
              + " ${DEFAULT-VALUE}).")
  private int parts;

  @Option(names = "--show-values", description = "Show the values of the row and of its records.")
  private boolean values;

  @Mixin private OutputOptions output = new OutputOptions();

  /** The state of a row and its records. */
  record RowStory(RowState row, List<ScanPage> parts) {}

  @Override
  public Integer call() throws ConfigException {
    if (parts < 1) {
      throw new CommandException(ExitCode.USAGE, "--parts must be at least 1");
    }
    PortageConfig config = job.read(List.of());
    PrintWriter out = spec.commandLine().getOut();
    try (JobInspection inspected =
        JobInspection.open(config, MetricsSource.NONE, Clock.systemUTC())) {
      RowInspection rows = inspected.rows();
      String wanted = key;
      if (wanted == null) {
        WaitingPage waiting = rows.waiting(table, values);
        output.print(out, waiting, () -> text(waiting));
        return ExitCode.OK;
      }
      RowState state = rows.state(table, wanted, values);
      List<ScanPage> pages = new ArrayList<>();
      Map<String, Long> before = Map.of();
      do {
        ScanPage page = rows.scan(table, wanted, before, values);
        pages.add(page);
        before = page.next();
      } while (!before.isEmpty() && pages.size() < parts);
      RowStory story = new RowStory(state, pages);
      output.print(out, story, () -> text(story));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the dead letters cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(WaitingPage waiting) {
    List<String> lines = new ArrayList<>(List.of(waiting.text()));
    for (WaitingRow row : waiting.rows()) {
      lines.add(
          row.id()
              + "  "
              + WaitingRows.keyText(row.key())
              + "  "
              + row.operation()
              + ": "
              + row.text());
    }
    return String.join("\n", lines);
  }

  private static String text(RowStory story) {
    RowState row = story.row();
    List<String> lines = new ArrayList<>();
    lines.add(row.table() + " " + row.key() + ": " + row.sentence());
    if (row.content() != null) {
      lines.add("  " + row.content().text());
      if (row.content().values() != null) {
        row.content()
            .values()
            .forEach(
                (name, pair) ->
                    lines.add(
                        "  " + name + ": record " + pair.source() + ", target " + pair.target()));
      }
    }
    Map<String, String> shown = row.values();
    if (shown != null) {
      shown.forEach((name, value) -> lines.add("  " + name + " = " + value));
    }
    int scanned = 0;
    int found = 0;
    for (ScanPage page : story.parts()) {
      scanned += page.scanned();
      found += page.records().size();
      for (ScannedRecord one : page.records()) {
        lines.add(
            one.id()
                + "  "
                + one.at()
                + "  "
                + (one.operation() == null ? "-" : one.operation())
                + "  "
                + one.verdict()
                + ": "
                + one.text());
        if (one.values() != null) {
          lines.add("    " + one.values());
        }
      }
    }
    ScanPage last = story.parts().get(story.parts().size() - 1);
    lines.add(
        Plural.of(scanned, "record")
            + " of the log "
            + (scanned == 1 ? "was" : "were")
            + " scanned"
            + (last.next().isEmpty()
                ? "."
                : "; there are older ones (--parts scans more of them)."));
    if (found == 0 && last.next().isEmpty() && last.isWhole()) {
      lines.add(row.withoutRecords());
    }
    return String.join("\n", lines);
  }
}
