package io.portage.launcher.cutover;

import io.portage.config.ConfigException;
import io.portage.config.FileLocation;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.DurationConverter;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.WholeFile;
import io.portage.launcher.inspect.FlinkMetrics;
import io.portage.target.connection.Sleeper;
import io.portage.verify.position.LogPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/** Says whether the application can move to the target. */
@Command(
    name = "cutover",
    description = "Says whether the application can move to the target, with the evidence.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Run it with the writes at the source stopped; before that it tells what is left to do, and"
          + " how",
      "long the application would stand still. Writes nothing, except with --fix-sequences.",
      "Exit codes: 0 go, 1 no go, 2 wrong usage or configuration, 3 cannot decide."
    })
public final class CutoverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--stopped-for",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long the source is watched for writes (default: ${DEFAULT-VALUE}).")
  private Duration stoppedFor;

  @Option(
      names = "--stopped-at",
      converter = PositionConverter.class,
      description =
          "The position of the source's log at which the writes were stopped, e.g. 16/B374D848 or"
              + " binlog.000012:4711, instead of watching.")
  private @Nullable LogPosition stoppedAt;

  @Option(
      names = "--barrier-patience",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "How long to wait until the connector and the job have carried every change (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration barrierPatience;

  @Option(
      names = "--source-idle",
      description =
          "You state that the source is idle and the connector has delivered everything, instead of"
              + " source.jdbc.slot or source.jdbc.connect.")
  private boolean sourceIdle;

  @Option(
      names = "--accept",
      description = "The id of a dead letter, or of another finding, that you accept (repeatable).")
  private List<String> accepted = new ArrayList<>();

  @Option(
      names = "--fix-sequences",
      description = "Let the target's sequences and identity columns continue after the keys.")
  private boolean fixSequences;

  @Option(
      names = "--since",
      description = "The JSON report of an earlier cutover: the source's columns are compared.")
  private @Nullable Path since;

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:8081",
      description =
          "Flink's REST interface, for the number of parked rows (default: ${DEFAULT-VALUE}).")
  private URI flink;

  @Option(names = "--markdown", description = "Write the report as Markdown, to sign.")
  private @Nullable Path markdown;

  @Option(names = "--json", description = "Write the report as JSON.")
  private @Nullable Path json;

  @Option(names = "--watch", description = "Repeat until the verdict is go.")
  private boolean watch;

  @Option(
      names = "--every",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "The pause between two rounds of --watch (default: ${DEFAULT-VALUE}).")
  private Duration every;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    PortageConfig config = job.read(beamOptions);
    Cutover cutover =
        new Cutover(
            config,
            new CutoverOptions(
                stoppedFor,
                stoppedAt,
                barrierPatience,
                sourceIdle,
                Set.copyOf(accepted),
                fixSequences),
            earlier(),
            FlinkMetrics.of(List.of(flink)),
            Clock.systemUTC(),
            Sleeper.REAL);
    PrintWriter out = spec.commandLine().getOut();
    CutoverReport report = cutover.run(!watch);
    while (true) {
      write(report);
      out.println(report.text());
      out.flush();
      if (!watch || report.verdict() == CutoverVerdict.GO) {
        return report.verdict().exitCode();
      }
      Sleeper.REAL.sleep(every);
      report = cutover.run(false);
    }
  }

  private Map<String, List<String>> earlier() {
    if (since == null) {
      return Map.of();
    }
    try {
      return new CutoverJson().sourceColumns(Files.readString(since));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new CommandException(
          ExitCode.USAGE,
          "--since: "
              + since
              + " cannot be read as a report: "
              + (unreadable instanceof IOException problem
                  ? FileLocation.reasonOf(problem)
                  : unreadable.getMessage()),
          unreadable);
    }
  }

  private void write(CutoverReport report) {
    if (markdown != null) {
      write(markdown, CutoverMarkdown.render(report));
    }
    if (json != null) {
      write(json, new CutoverJson().render(report));
    }
  }

  private static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, file + " cannot be written: " + FileLocation.reasonOf(e), e);
    }
  }

  /** Reads a position of a log. */
  private static final class PositionConverter implements ITypeConverter<LogPosition> {
    @Override
    public LogPosition convert(String text) {
      try {
        return LogPosition.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }
}
