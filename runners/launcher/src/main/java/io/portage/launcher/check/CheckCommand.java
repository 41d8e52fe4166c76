package io.portage.launcher.check;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.Configurations;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.ddl.CreateTables;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

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

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = Configurations.read(file, beamOptions);
    out.println(CheckResult.ok("configuration " + file, "valid"));
    out.flush();
    List<CheckResult> checks = new ArrayList<>(JobChecks.run(engine, config, beamOptions));
    checks.forEach(out::println);
    out.flush();
    if (checks.stream().allMatch(CheckResult::passed) && !CreateTables.plan(config, out)) {
      List<String> planned = new ArrayList<>();
      List<CheckResult> messages = MessageChecks.run(config, planned);
      messages.removeAll(checks); // of tables that were checked before
      messages.forEach(out::println);
      if (dryRun) {
        planned.forEach(statement -> out.println("would run: " + statement + ";"));
      } else if (!planned.isEmpty()) {
        out.println(
            planned.size()
                + (planned.size() == 1 ? " column" : " columns")
                + " would be added to the target (--dry-run prints the statements)");
      }
      checks.addAll(messages);
    }
    long failed = checks.stream().filter(check -> !check.passed()).count();
    out.println(
        failed == 0
            ? "The job can run" + warned(checks) + "."
            : "The job cannot run: " + failed + (failed == 1 ? " check" : " checks") + " failed.");
    out.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private static String warned(List<CheckResult> checks) {
    long warnings =
        checks.stream().filter(check -> check.status() == CheckResult.CheckStatus.WARNING).count();
    return warnings == 0 ? "" : ", with " + warnings + (warnings == 1 ? " warning" : " warnings");
  }
}
