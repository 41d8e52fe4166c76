package io.portage.launcher.assess;

import io.portage.assess.Assessment;
import io.portage.assess.Severity;
import io.portage.assess.report.HtmlReport;
import io.portage.assess.report.JsonReport;
import io.portage.assess.report.TextReport;
import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.DurationConverter;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

/** Assesses a job before it runs. */
@Command(
    name = "assess",
    description = "Finds obstacles in the source, the topics and the target of a job.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each finding has a stable id, what was seen, and the SQL or setting that mends it; all ids",
      "are in pipeline/docs/assess.md. The source's catalog is read by source.jdbc. Nothing is",
      "written to the databases or to Kafka. Exit code 0 without a blocker, 1 with one, 3 when",
      "something could not be read and nothing else was found."
    })
public final class AssessCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--samples",
      defaultValue = "100",
      description = "How many of the last records of a topic to try (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(names = "--json", description = "A file for the report as JSON; it is replaced.")
  private @Nullable Path json;

  @Option(names = "--html", description = "A file for the report as HTML; it is replaced.")
  private @Nullable Path html;

  @Option(
      names = "--write",
      description =
          "A folder for NAME.yaml, NAME.sql, NAME-connector.json and NAME-runbook.md; existing"
              + " files are not replaced.")
  private @Nullable Path folder;

  @Option(
      names = "--fail-on",
      defaultValue = "blocker",
      description =
          "The least severity for exit code 1: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}).")
  private Severity failOn;

  @Option(
      names = "--long-transaction",
      defaultValue = "10m",
      converter = DurationConverter.class,
      description =
          "Report transactions of the source that are open for as long (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration longTransaction;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  /** Assesses with the clock of the reports. */
  public AssessCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    if (samples < 1) {
      throw new CommandException(ExitCode.USAGE, "--samples must be at least 1");
    }
    PortageConfig config = job.read(beamOptions);
    PrintWriter out = spec.commandLine().getOut();
    JobFiles files = folder == null ? null : JobFiles.in(folder, config.name());
    FactCollector collector = new FactCollector(config, samples, clock);
    Assessment assessment = Assessment.of(collector.collect(longTransaction), clock.instant());
    out.print(TextReport.of(assessment));
    if (json != null) {
      Files.writeString(json, JsonReport.of(assessment));
      out.println("Wrote " + json + ".");
    }
    if (html != null) {
      Files.writeString(html, HtmlReport.of(assessment));
      out.println("Wrote " + html + ".");
    }
    if (files != null) {
      out.println(
          "Wrote " + files.write(job.file(), collector.listed(), assessment, samples, clock) + ".");
    }
    out.flush();
    if (assessment.reaches(failOn)) {
      return ExitCode.FAILED;
    }
    return assessment.isIncomplete() ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }
}
