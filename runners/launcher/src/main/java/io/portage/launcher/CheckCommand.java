package io.portage.launcher;

import io.portage.config.ConfigException;
import io.portage.config.ConfigReader;
import io.portage.config.PortageConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether a job could run. */
@Command(
    name = "check",
    description = "Checks a configuration, then what it names. Nothing is written.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--config", required = true, description = "The job's YAML file.")
  private Path file;

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PortageConfig config = ConfigReader.read(file, System.getenv());
    out.println(Check.ok("configuration " + file, "valid"));
    out.flush();
    List<Check> checks = Preflight.run(config);
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
