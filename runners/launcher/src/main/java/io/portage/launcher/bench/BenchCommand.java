package io.portage.launcher.bench;

import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.Engines;
import io.portage.launcher.ExitCode;
import io.portage.launcher.run.Job;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Compares Portage with a plain consumer loop, on real servers that it starts. */
@Command(
    name = "bench",
    description = {
      "Starts a real Kafka and a real PostgreSQL, and measures Portage and a plain consumer loop on"
          + " the same events, each in its own JVM: time, CPU, memory, rows written, with"
          + " --rate the latency, and the correctness of every row.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every other option is Beam's.",
      "Exits with 1 if a table is wrong. pipeline/docs/performance.md explains the figures."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int WARM_UP_SECONDS = 10;
  private static final int DEFAULT_EVENTS = 1_000_000;
  private static final int MOST_EVENTS = 1_000_000_000;
  private static final int MOST_KEYS = 100_000_000;
  private static final int DEFAULT_SECONDS = 60;

  private final Engine engine;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runner",
      description = "FlinkRunner (the default) or DirectRunner, embedded in its own process.")
  private @Nullable String runner;

  @Option(
      names = "--events",
      description = "The number of events in the topic (default: " + DEFAULT_EVENTS + ").")
  private @Nullable Integer events;

  @Option(names = "--keys", description = "The number of keys (default: a tenth of the events).")
  private @Nullable Integer keys;

  @Option(
      names = "--skew",
      defaultValue = "uniform",
      description = "The distribution of the keys, ${COMPLETION-CANDIDATES} (default: uniform).")
  private KeyDistribution skew;

  @Option(
      names = "--rate",
      converter = RateConverter.class,
      description =
          "Send events at this rate during the run, e.g. 5000/s, and measure the latency.")
  private @Nullable Integer rate;

  @Option(
      names = "--seconds",
      description =
          "The seconds to measure at the rate, after "
              + WARM_UP_SECONDS
              + " s that do not count (default: "
              + DEFAULT_SECONDS
              + ").")
  private @Nullable Integer seconds;

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      description = "The runner's parallelism and the consumer loop's threads (default: 2).")
  private int parallelism;

  @Option(
      names = "--partitions",
      defaultValue = "4",
      description = "The number of partitions of the topic (default: 4).")
  private int partitions;

  @Option(
      names = "--tables",
      defaultValue = "1",
      description =
          "The number of tables, each with its topic; with several, the job is compared with one"
              + " of a single table and no consumer loop runs (default: 1).")
  private int tables;

  @Option(names = "--seed", defaultValue = "42", description = "The seed of the generated events.")
  private long seed;

  @Option(names = "--json", description = "Also write the figures to this file.")
  private @Nullable Path json;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  /** Creates the benchmark for {@code engine}. */
  public BenchCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    Engines.requireHere(engine, runner, beamOptions, "the benchmark's servers and its runs are");
    BenchPlan plan = plan();
    requireWritable(json);
    List<String> options = new ArrayList<>(engine.parallelism(parallelism));
    options.addAll(beamOptions);
    Job.options(engine, "bench", false, options);

    PrintWriter err = spec.commandLine().getErr();
    err.println("Starting Kafka and PostgreSQL ...");
    err.flush();
    Path folder = Files.createTempDirectory("portage-bench-");
    try (BenchSandbox sandbox = BenchSandbox.start()) {
      InstantSource clock = InstantSource.system();
      BenchReport report =
          new Bench(engine, options, plan, seed, sandbox, folder, clock, err).run();
      if (json != null) {
        report.write(json);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(report.table());
      out.flush();
      return report.isRight() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      remove(folder);
    }
  }

  private BenchPlan plan() {
    if (rate != null && events != null) {
      throw usage("--events is for a backlog; with --rate, give the duration by --seconds");
    }
    if (rate == null && seconds != null) {
      throw usage("--seconds is the time to measure at a --rate; --rate is missing");
    }
    atLeastOne("--events", events);
    atLeastOne("--seconds", seconds);
    atLeastOne("--keys", keys);
    atLeastOne("--parallelism", parallelism);
    atLeastOne("--partitions", partitions);
    atLeastOne("--tables", tables);
    if (rate != null && tables > 1) {
      throw usage("--tables is for a backlog; leave --rate out");
    }
    long all = events == null ? DEFAULT_EVENTS : events;
    if (rate != null) {
      all = (long) rate * (WARM_UP_SECONDS + (seconds == null ? DEFAULT_SECONDS : seconds));
    }
    if (all > MOST_EVENTS) {
      throw usage("%,d events are too many; at most %,d are possible".formatted(all, MOST_EVENTS));
    }
    if (keys != null && keys > MOST_KEYS) {
      throw usage("--keys: %,d are too many; at most %,d are possible".formatted(keys, MOST_KEYS));
    }
    int drawn = keys == null ? (int) Math.max(1, all / 10) : keys;
    return new BenchPlan(
        (int) all, drawn, skew, rate, WARM_UP_SECONDS, parallelism, partitions, tables);
  }

  private static void atLeastOne(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw usage("%s must be at least 1, but is %d".formatted(option, value));
    }
  }

  private static void requireWritable(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw usage("--json: %s cannot be written".formatted(file));
    }
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
