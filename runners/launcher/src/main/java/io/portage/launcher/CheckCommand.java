package io.portage.launcher;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Tells whether a job could run. */
@Command(
    name = "check",
    description = "Checks a configuration, then what it names. Nothing is written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every other option is Beam's, as for run: --runner=DataflowRunner checks for Dataflow."
    })
final class CheckCommand implements Callable<Integer> {
  private final Engine engine;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  CheckCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = Configurations.read(file, beamOptions);
    out.println(Check.ok("configuration " + file, "valid"));
    out.flush();
    List<Check> checks = new ArrayList<>(EngineChecks.run(engine, config, beamOptions, false));
    checks.addAll(Preflight.run(config));
    checks.forEach(out::println);
    long failed = checks.stream().filter(check -> !check.passed()).count();
    out.println(
        failed == 0
            ? "The job can run."
            : "The job cannot run: " + failed + (failed == 1 ? " check" : " checks") + " failed.");
    out.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }
}
