package io.portage.launcher.demo;

import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.Engines;
import io.portage.launcher.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs all of Portage on real servers and checks the result. */
@Command(
    name = "demo",
    description = {
      "Starts a real Kafka and a real database, publishes change events, carries them into a"
          + " table, and checks every row.",
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private final Engine engine;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runner",
      description = "DirectRunner (the default) or FlinkRunner, embedded in this process.")
  private @Nullable String runner;

  @Option(
      names = "--events",
      description = "Generate this many events instead of publishing the sample events.")
  private @Nullable Integer events;

  @Option(
      names = "--target",
      defaultValue = "postgresql",
      description = "The database: postgresql (the default), or mariadb in a build with -Pfull.")
  private String target = "postgresql";

  @Option(names = "--seed", defaultValue = "42", description = "The seed of the generated events.")
  private long seed;

  @Option(
      names = "--keep",
      description = "Keep everything running afterwards and follow the topic until stopped.")
  private boolean keep;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  /** Creates the demo for {@code engine}. */
  public DemoCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Engines.requireHere(engine, runner, beamOptions, "the demo's servers and its run are");
    if (events != null && events < 1) {
      throw new CommandException(ExitCode.USAGE, "--events must be at least 1");
    }
    Path data = Path.of("data");
    if (!Files.isRegularFile(data.resolve("users.yaml"))) {
      throw new CommandException(
          ExitCode.USAGE, "data/users.yaml is not here: run the demo in the repository's folder");
    }
    DemoTarget database = DemoTarget.named(target);
    database.requirePrograms();
    out.println("Starting Kafka and " + database.label() + " ...");
    out.flush();
    try (DemoSandbox sandbox = DemoSandbox.start(database, events == null ? 1 : 4)) {
      DemoRun run = new DemoRun(engine, beamOptions, sandbox, data, out);
      List<String> differences =
          events == null ? run.sample() : run.generated(Workload.generate(events, seed));
      printResult(out, differences);
      if (keep) {
        run.follow();
      }
      return differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static void printResult(PrintWriter out, List<String> differences) {
    out.println();
    if (differences.isEmpty()) {
      out.println("The result is as expected.");
    } else {
      out.println("The result is NOT as expected:");
      differences.stream().limit(20).forEach(line -> out.println("  " + line));
      if (differences.size() > 20) {
        out.println("  and " + (differences.size() - 20) + " more");
      }
    }
    out.flush();
  }
}
