package io.portage.launcher.verify;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicMissingException;
import io.portage.launcher.CommandException;
import io.portage.launcher.DurationConverter;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.TableOptions;
import io.portage.launcher.WholeFile;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProviders;
import io.portage.sink.SinkUnavailableException;
import io.portage.target.connection.Sleeper;
import io.portage.verify.Barrier;
import io.portage.verify.Verification;
import io.portage.verify.VerifySettings;
import io.portage.verify.barrier.JobBarrier;
import io.portage.verify.log.LogVerification;
import io.portage.verify.repair.RepairReport;
import io.portage.verify.repair.RowWriter;
import io.portage.verify.report.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the source's database with the target. */
@Command(
    name = "verify",
    description =
        "Compares the source's database, or the log, with the target, row by row. Only"
            + " --repair=apply writes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Reads source.jdbc, or the topics. Both sides may change meanwhile: a row that differs is decided by its",
      "version and the position of the source, not by waiting.",
      "Exit code 0: equal. 1: there are differences. 3: not everything could be decided."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private @Nullable RepairReport repaired;

  @Mixin private JobOptions job = new JobOptions();

  @Mixin private TableOptions tables = new TableOptions();

  @Option(
      names = "--against",
      paramLabel = "SIDE",
      description =
          "source: the source's database (source.jdbc). log: the newest state of each key in the"
              + " topics; needs no access to the source. Default: ${DEFAULT-VALUE}.",
      defaultValue = "source")
  private Against against;

  @Option(
      names = "--source-idle",
      description =
          "States that the source is not written to and that the connector has delivered"
              + " everything, so that its progress is not asked for.")
  private boolean sourceIdle;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description = "Only this part of the rows, chosen by a hash of their keys, e.g. 5.")
  private double samplePercent = 100;

  @Option(
      names = "--rounds",
      description = "How often undecided rows are looked at again. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int rounds;

  @Option(
      names = "--barrier-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long each look waits for the changes on their way. Default: ${DEFAULT-VALUE}.",
      defaultValue = "60s")
  private Duration patience;

  @Option(
      names = "--max-rows-per-second",
      paramLabel = "ROWS",
      description = "The most rows that are read per second. Default: no limit.")
  private int maxRowsPerSecond;

  @Option(names = "--show-values", description = "Also print the values that differ.")
  private boolean showValues;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the findings as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Keep the progress in this file: a run that was ended is continued.")
  private @Nullable Path state;

  @Option(
      names = "--repair",
      paramLabel = "MODE",
      description =
          "plan: print which rows a repair would write. apply: read each row that differs again and"
              + " write it through the job's guard, below every newer change.")
  private @Nullable RepairMode repair;

  @Option(
      names = "--at-most",
      paramLabel = "ROWS",
      description = "The most rows that a repair writes. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private long atMost;

  /** The side that the target is compared with. */
  enum Against {
    /** The source's database. */
    source,
    /** The topics. */
    log
  }

  /** The effect of {@code --repair}. */
  enum RepairMode {
    /** Nothing is written. */
    plan,
    /** Rows are written. */
    apply
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = job.read(List.of());
    VerifyReport report =
        against == Against.log ? runAgainstLog(config, settings()) : run(config, settings());
    out.print(VerifyText.of(report, against.name(), showValues));
    out.flush();
    if (json != null) {
      WholeFile.write(json, VerifyJson.of(config.name(), report, against.name()));
    }
    RepairReport repairs = repaired;
    if (repairs != null) {
      out.print(RepairText.of(repairs));
      out.flush();
      if (repair == RepairMode.apply && repairs.isComplete()) {
        return report.tables().stream().allMatch(table -> table.undecided() == 0)
            ? ExitCode.OK
            : ExitCode.CHECK_FAILED;
      }
    }
    return switch (report.outcome()) {
      case EQUAL -> ExitCode.OK;
      case DIFFERENT -> ExitCode.FAILED;
      case UNDECIDED -> ExitCode.CHECK_FAILED;
    };
  }

  private VerifySettings settings() {
    if (samplePercent <= 0 || samplePercent > 100 || rounds < 1 || maxRowsPerSecond < 0) {
      throw new CommandException(
          ExitCode.USAGE,
          "--sample must be above 0 and at most 100, --rounds at least 1, --max-rows-per-second at"
              + " least 0");
    }
    if (against == Against.log && (sourceIdle || repair != null || state != null)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--against=log reads no source: --source-idle, --repair and --state are only for"
              + " --against=source");
    }
    VerifySettings defaults = VerifySettings.DEFAULTS;
    return new VerifySettings(
        tables.names(),
        samplePercent / 100,
        rounds,
        patience,
        defaults.chunkTime(),
        maxRowsPerSecond,
        defaults.maxFindings(),
        showValues,
        state);
  }

  private RepairReport repair(PortageConfig config, Verification verification, VerifyReport report)
      throws SQLException {
    if (repair == RepairMode.plan) {
      return repair(verification, report, null);
    }
    try (Sink sink = SinkProviders.of(config).open(config, SinkContext.standalone())) {
      return repair(verification, report, new RowWriter(sink));
    }
  }

  private RepairReport repair(
      Verification verification, VerifyReport report, @Nullable RowWriter writer)
      throws SQLException {
    try {
      return verification.repair(report, writer, atMost);
    } catch (SinkUnavailableException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "the target does not answer; rows that were written before remain: " + e.getMessage(),
          e);
    }
  }

  private VerifyReport runAgainstLog(PortageConfig config, VerifySettings settings)
      throws IOException {
    try (VerifyProgressLine progress = new VerifyProgressLine(spec.commandLine().getErr());
        LogVerification verification =
            LogVerification.open(
                config, settings, Clock.systemUTC(), System::nanoTime, Sleeper.REAL, progress)) {
      return verification.run();
    } catch (KafkaUnavailableException | TopicMissingException unavailable) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, String.valueOf(unavailable.getMessage()), unavailable);
    } catch (IllegalArgumentException unusable) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(unusable.getMessage()), unusable);
    } catch (SQLException failure) {
      throw failed(failure);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static CommandException failed(SQLException failure) {
    return new CommandException(
        ExitCode.CHECK_FAILED, "a database failed: " + failure.getMessage(), failure);
  }

  private static CommandException interrupted(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new CommandException(ExitCode.CHECK_FAILED, "interrupted", interrupted);
  }

  private VerifyReport run(PortageConfig config, VerifySettings settings) {
    Barrier barrier = JobBarrier.of(config, sourceIdle);
    try (VerifyProgressLine progress = new VerifyProgressLine(spec.commandLine().getErr());
        Verification verification =
            Verification.open(
                config,
                settings,
                barrier,
                Clock.systemUTC(),
                System::nanoTime,
                Sleeper.REAL,
                progress)) {
      VerifyReport report = verification.run();
      repaired = repair == null ? null : repair(config, verification, report);
      return report;
    } catch (IllegalArgumentException unusable) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(unusable.getMessage()), unusable);
    } catch (SQLException failure) {
      throw failed(failure);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }
}
