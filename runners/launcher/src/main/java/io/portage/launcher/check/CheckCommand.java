package io.portage.launcher.check;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.ddl.CreateTables;
import io.portage.launcher.output.OutputOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Checks that a job can run. */
@Command(
    name = "check",
    description = "Checks a configuration, then what it names. Nothing is written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The last hundred records of each topic are tried, too: a topic none of whose records can be",
      "written is a failed check, single ones that cannot are warnings. Exit code 3 when a check",
      "failed.",
      "",
      "Every other option is Beam's, as for run: --runner=DataflowRunner checks for Dataflow."
    })
public final class CheckCommand implements Callable<Integer> {
  private final Engine engine;

  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--dry-run",
      description =
          "Also print the statements by which the job would add columns to its tables for those"
              + " records (unknownColumns: add).")
  private boolean dryRun;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  public CheckCommand(Engine engine) {
    this.engine = engine;
  }

  /**
   * The result of all checks.
   *
   * @param canRun false if a check failed
   * @param creates the statements of the tables that the start of a run would create, and why
   *     others cannot be defined yet, as lines
   * @param adds the statements by which the job would add columns for the tried records
   */
  record JobCheck(
      boolean canRun, List<CheckResult> checks, List<String> creates, List<String> adds) {}

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    StringWriter unprinted = new StringWriter();
    JobCheck check = check(output.isJson() ? new PrintWriter(unprinted) : out);
    if (output.isJson()) {
      output.print(out, check, unprinted::toString);
    }
    return check.canRun() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  /** Prints each result when it is known, since some take long. */
  private JobCheck check(PrintWriter out) throws ConfigException {
    PortageConfig config = job.read(beamOptions);
    List<CheckResult> checks = new ArrayList<>();
    checks.add(CheckResult.ok("configuration " + job.file(), "valid"));
    out.println(checks.get(0));
    out.flush();
    List<CheckResult> first = JobChecks.run(engine, config, beamOptions);
    checks.addAll(first);
    first.forEach(out::println);
    out.flush();
    StringWriter creates = new StringWriter();
    List<String> planned = new ArrayList<>();
    if (first.stream().allMatch(CheckResult::passed)) {
      boolean incomplete = CreateTables.plan(config, new PrintWriter(creates, true));
      out.print(creates);
      if (!incomplete) {
        List<CheckResult> messages = MessageChecks.run(config, planned);
        messages.removeAll(checks); // of tables that were checked before
        messages.forEach(out::println);
        sayPlanned(planned, out);
        checks.addAll(messages);
      }
    }
    long failed = checks.stream().filter(check -> !check.passed()).count();
    out.println(
        failed == 0
            ? "The job can run" + warned(checks) + "."
            : "The job cannot run: " + failed + (failed == 1 ? " check" : " checks") + " failed.");
    out.flush();
    return new JobCheck(failed == 0, checks, creates.toString().lines().toList(), planned);
  }

  private void sayPlanned(List<String> planned, PrintWriter out) {
    if (dryRun) {
      planned.forEach(statement -> out.println("would run: " + statement + ";"));
    } else if (!planned.isEmpty()) {
      out.println(
          planned.size()
              + (planned.size() == 1 ? " column" : " columns")
              + " would be added to the target (--dry-run prints the statements)");
    }
  }

  private static String warned(List<CheckResult> checks) {
    long warnings =
        checks.stream().filter(check -> check.status() == CheckResult.CheckStatus.WARNING).count();
    return warnings == 0 ? "" : ", with " + warnings + (warnings == 1 ? " warning" : " warnings");
  }
}
