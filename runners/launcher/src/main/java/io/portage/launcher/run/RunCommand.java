package io.portage.launcher.run;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.Configurations;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.check.EngineChecks;
import io.portage.launcher.check.Preflight;
import io.portage.launcher.ddl.CreateTables;
import io.portage.launcher.output.Plural;
import io.portage.metrics.LedgerSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The main job: carries changes up to the current end of the topics, or without end. */
@Command(
    name = "run",
    description = "Carries changes into the target.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every other option is Beam's, e.g. --runner=FlinkRunner --parallelism=2.",
      "Without --runner it is Flink, embedded in this process."
    })
public final class RunCommand implements Callable<Integer> {
  private final Engine engine;
  private final RunConsole consoles;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

  @Option(
      names = "--until",
      description =
          "'end': stop at the topics' end offsets of the start, and print the ledger."
              + " Without it the run follows until SIGTERM or SIGINT (Ctrl-C).")
  private @Nullable RunUntil until;

  @Option(
      names = "--dead-letters",
      description = "'ok': exit with 0 although there are dead letters.")
  private @Nullable DeadLetterExit deadLetters;

  @Option(
      names = "--detach",
      description =
          "Return when the run is submitted. Only where it runs elsewhere, e.g. on a cluster.")
  private boolean detach;

  @Option(
      names = "--preflight",
      description =
          "'skip': do not check topics, tables and references first. For machines that do not"
              + " reach the database; the job fails later if something is missing.")
  private @Nullable PreflightMode preflight;

  @Option(
      names = {"--plain-secrets", "--plainSecrets"},
      description = "'ok': secrets in plain text may be stored with the job's graph.")
  private @Nullable PlainSecrets plainSecrets;

  @Option(
      names = "--console",
      arity = "0..1",
      paramLabel = "PORT",
      fallbackValue = "8080",
      description =
          "Serve the console of this run on 127.0.0.1, on port 8080 or PORT (0: any free one). It"
              + " shows only, and ends with the run.")
  private @Nullable Integer console;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  /** The end of a run. */
  enum RunUntil {
    end
  }

  /** Mode of the checks on the machine that starts a run. */
  enum PreflightMode {
    skip
  }

  /** Permission to store secrets where others can read them. */
  enum PlainSecrets {
    ok
  }

  /** Effect of dead letters on the exit code. */
  enum DeadLetterExit {
    ok
  }

  /**
   * Creates the command.
   *
   * @param consoles starts the console of {@code --console}
   */
  public RunCommand(Engine engine, RunConsole consoles) {
    this.engine = engine;
    this.consoles = consoles;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    boolean elsewhere = engine.runsRemotely(beamOptions);
    if (until == null && !elsewhere) {
      return follow(out);
    }
    PortageConfig config = Configurations.read(file, beamOptions);
    requirePossible(elsewhere);
    Preflight.require(EngineChecks.run(engine, config, beamOptions, plainSecrets != null));
    CreateTables.run(config, out);
    Runnable checks = preflight == null ? Preflight.begin(config) : () -> {};
    checks.run();
    if (elsewhere && (detach || !engine.isAttached())) {
      PipelineResult run = JobRunner.submit(engine, config, until != null, beamOptions);
      print(out, engine.submitted(config, run));
      return ExitCode.OK;
    }
    if (elsewhere) {
      print(
          out,
          "Submitting "
              + config.name()
              + ". It continues when this command ends, by Ctrl-C too: cancel it where it runs.");
    }
    if (until == null) {
      sayFollowing(config, out);
      JobRunner.follow(engine, config, beamOptions, out);
      return ExitCode.OK;
    }
    boolean isRead = JobRunner.isRead(config);
    LedgerSummary ledger = runToEnd(config, out);
    print(
        out,
        isRead && ledger.in() == 0 && ledger.out() == 0
            ? "Nothing new to read: group "
                + config.source().groupId()
                + " is at the end of "
                + config.source().topicSelection().describe()
                + "."
            : ledger.render());
    if (!ledger.isBalanced()) {
      throw new CommandException(
          ExitCode.FAILED,
          "the ledger does not add up: " + Plural.of(ledger.difference(), "record"));
    }
    return ledger.dead() > 0 && deadLetters == null ? ExitCode.DEAD_LETTERS : ExitCode.OK;
  }

  private LedgerSummary runToEnd(PortageConfig config, PrintWriter out) {
    RunCounters counters = new RunCounters(engine);
    try (RunConsole.StartedConsole serving = startConsole(config, counters, out)) {
      return JobRunner.runToEnd(engine, config, beamOptions, out, counters);
    }
  }

  /** Starts the console if it is wanted. The run does not depend on it. */
  private RunConsole.@Nullable StartedConsole startConsole(
      PortageConfig config, RunCounters counters, PrintWriter out) {
    if (console == null) {
      return null;
    }
    try {
      RunConsole.StartedConsole started =
          consoles.start(config, console, counters::read, spec.commandLine().getErr());
      print(out, "The console is at " + started.address() + " while this run lasts.");
      return started;
    } catch (IOException | RuntimeException e) {
      print(
          spec.commandLine().getErr(),
          "portage: there is no console, and the run continues: " + e.getMessage());
      return null;
    }
  }

  /** Follows the topics in this process. A signal before the first read ends the process. */
  private int follow(PrintWriter out) throws ConfigException {
    PortageConfig config;
    Job job;
    try (ShutdownSignals early = ShutdownSignals.onEnd(() -> endEarly(out))) {
      config = Configurations.read(file, beamOptions);
      requirePossible(false);
      Preflight.require(EngineChecks.run(engine, config, beamOptions, plainSecrets != null));
      CreateTables.run(config, out);
      Runnable checks = preflight == null ? Preflight.begin(config) : () -> {};
      job = JobRunner.prepare(engine, config, beamOptions, checks);
    }
    RunCounters counters = new RunCounters(engine);
    try (RunConsole.StartedConsole serving = startConsole(config, counters, out)) {
      sayFollowing(config, out);
      JobRunner.follow(engine, config, job, beamOptions, out, counters);
    }
    return ExitCode.OK;
  }

  private static void endEarly(PrintWriter out) {
    print(out, "Stopped before the run began: nothing was read.");
    System.exit(ExitCode.OK);
  }

  private void requirePossible(boolean elsewhere) {
    if (until != null && !engine.supportsBoundedRuns()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--until=end does not work on " + engine.runner() + ": the run would never end there");
    }
    if (detach && !elsewhere) {
      throw new CommandException(
          ExitCode.USAGE, "--detach: the run would end with this process, since it runs in it");
    }
  }

  private static void sayFollowing(PortageConfig config, PrintWriter out) {
    print(out, "Following " + config.source().topicSelection().describe() + " until stopped.");
  }

  private static void print(PrintWriter out, String text) {
    out.println(text);
    out.flush();
  }
}
