package io.portage.launcher.inspect;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.inspect.JobInspection.TableStates;
import io.portage.launcher.inspect.ParkedInspection.ParkedKeys;
import io.portage.launcher.output.DurationText;
import io.portage.launcher.output.OutputOptions;
import io.portage.launcher.output.Plural;
import io.portage.launcher.output.TextTable;
import io.portage.launcher.status.Overview;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the state of a job: its health, its lag, its ledger, its tables. */
@Command(
    name = "status",
    description = "Shows the health, the lag, the ledger and the tables of a job. Changes nothing.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--flink",
      defaultValue = "http://127.0.0.1:8081",
      description = "Flink's REST interface, for live counts (default: ${DEFAULT-VALUE}).")
  private URI flink;

  @Mixin private OutputOptions output = new OutputOptions();

  /** The state of a job and of its tables. */
  record Status(Overview overview, TableStates tables) {}

  @Override
  public Integer call() throws ConfigException {
    PortageConfig config = job.read(List.of());
    PrintWriter out = spec.commandLine().getOut();
    try (JobInspection inspected =
        JobInspection.open(config, FlinkMetrics.of(List.of(flink)), Clock.systemUTC())) {
      Status status = new Status(inspected.overview(), inspected.tables());
      output.print(out, status, () -> text(status));
      return status.overview().health().level().equals("error") ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private static String text(Status status) {
    Overview overview = status.overview();
    List<String> lines = new ArrayList<>();
    lines.add(overview.job() + ": " + overview.health().sentence());
    Overview.Lag lag = overview.lag();
    if (lag != null) {
      lines.add(
          "lag: "
              + Plural.of(lag.records(), "record")
              + (lag.seconds() == null
                  ? ""
                  : ", the oldest "
                      + DurationText.of(Duration.ofMillis((long) (lag.seconds() * 1_000)))
                      + " old"));
    }
    Overview.Ledger ledger = overview.ledger();
    lines.add(
        ledger == null
            ? "ledger: " + overview.ledgerPlace()
            : ("ledger (%s): read %d + split %d = applied %d + superseded %d + duplicate %d"
                    + " + stale %d + ignored %d + dead %d + in flight %d")
                .formatted(
                    overview.ledgerPlace(),
                    ledger.read(),
                    ledger.split(),
                    ledger.applied(),
                    ledger.superseded(),
                    ledger.duplicate(),
                    ledger.stale(),
                    ledger.ignored(),
                    ledger.dead(),
                    ledger.inFlight()));
    if (ledger != null && ledger.suspected() > 0) {
      lines.add(
          Plural.of(ledger.suspected(), "change")
              + " may belong to a log of the source that has begun again; the job's log"
              + " names them");
    }
    Overview.DeadLetterCounts letters = overview.deadLetters();
    if (letters != null) {
      lines.add("dead letters: " + letters.unresolved() + " unresolved of " + letters.total());
    }
    lines.add("");
    lines.add(
        TextTable.render(
            List.of("table", "from", "rows", "applied", "stale", "duplicate", "dead", "lag"),
            status.tables().tables().stream()
                .map(
                    one ->
                        List.of(
                            one.table(),
                            one.from(),
                            number(one.rows()),
                            number(one.applied()),
                            number(one.stale()),
                            number(one.duplicate()),
                            Integer.toString(one.letters()),
                            number(one.lag())))
                .toList()));
    for (TableState table : status.tables().tables()) {
      for (ParkedKeys parked : Objects.requireNonNullElse(table.parked(), List.<ParkedKeys>of())) {
        lines.add("parked: " + table.table() + ": " + parked.text());
        lines.add("  portage why --table=" + table.table() + " names the rows");
      }
    }
    Stream.concat(overview.problems().stream(), status.tables().problems().stream())
        .distinct()
        .forEach(problem -> lines.add("problem: " + problem));
    return String.join("\n", lines);
  }

  private static String number(@Nullable Long value) {
    return value == null ? "-" : Long.toString(value);
  }
}
