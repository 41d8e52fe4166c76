package io.portage.launcher.console;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.Configurations;
import io.portage.launcher.Engine;
import io.portage.launcher.Engines;
import io.portage.launcher.ExitCode;
import io.portage.launcher.inspect.FlinkMetrics;
import io.portage.launcher.inspect.JobInspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Serves the pages and the API over running jobs, until SIGTERM or SIGINT. */
@Command(
    name = "console",
    description = "Serves web pages and an API over running jobs. Shows only, by default.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "On an address that other machines reach, a token is required, in a file (--token-file) or",
      "in the variable PORTAGE_CONSOLE_TOKEN. Every other option is Beam's, for replays."
    })
public final class ConsoleCommand implements Callable<Integer> {
  private final Engine engine;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      description = "A job's YAML file (repeatable, one for each job).")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "The port; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String bind;

  @Option(
      names = "--host",
      description = "A further name in Host, such as that of a reverse proxy (repeatable).")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--token-file", description = "A file with the token that requests need.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--flink",
      description =
          "Flink's REST interface, for live counts (repeatable; default: http://127.0.0.1:8081).")
  private List<URI> flink = new ArrayList<>();

  @Option(
      names = "--allow-actions",
      description = "Allow the replay, the edit and the acceptance of dead letters.")
  private boolean actions;

  @Option(
      names = "--show-values",
      description = "Show the values of rows and records, not only their keys.")
  private boolean values;

  @Option(
      names = "--verify-report",
      paramLabel = "JOB=FILE",
      description = "The file of verify --json of a job, to be shown (repeatable).")
  private Map<String, Path> verifyReports = new LinkedHashMap<>();

  @Option(
      names = "--verify-state",
      paramLabel = "JOB=FILE",
      description = "The file of verify --state of a job, to show the progress (repeatable).")
  private Map<String, Path> verifyStates = new LinkedHashMap<>();

  @Option(
      names = "--cutover-report",
      paramLabel = "JOB=FILE",
      description = "The file of cutover --json of a job, to be shown (repeatable).")
  private Map<String, Path> cutoverReports = new LinkedHashMap<>();

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  public ConsoleCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws ConfigException, IOException, InterruptedException {
    if (actions) {
      Engines.requireHere(engine, null, beamOptions, "the replays of the console run");
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<String, JobInspection> jobs = new LinkedHashMap<>();
    try {
      open(jobs);
      ConsoleSettings settings = settings(reports(jobs.keySet()));
      try (ConsoleServer server =
          ConsoleServer.start(
              jobs,
              settings,
              engine,
              beamOptions,
              spec.commandLine().getErr(),
              Clock.systemUTC())) {
        InetSocketAddress address = server.address();
        out.println(
            "The console is at http://"
                + bind
                + ":"
                + address.getPort()
                + "/"
                + (actions ? ", with actions" : ", without actions")
                + (values ? ", with row values" : ", without row values")
                + (settings.token() == null ? "." : ", behind its token."));
        out.flush();
        new CountDownLatch(1).await();
      }
    } finally {
      jobs.values().forEach(JobInspection::close);
    }
    return ExitCode.OK;
  }

  private void open(Map<String, JobInspection> jobs) throws ConfigException {
    FlinkMetrics metrics =
        FlinkMetrics.of(flink.isEmpty() ? List.of(URI.create("http://127.0.0.1:8081")) : flink);
    for (String file : files) {
      PortageConfig config = Configurations.read(file, beamOptions);
      if (jobs.containsKey(config.name())) {
        throw new CommandException(
            ExitCode.USAGE, "two configurations have the name " + config.name());
      }
      jobs.put(config.name(), JobInspection.open(config, metrics, Clock.systemUTC()));
    }
  }

  private Map<String, ReportPaths> reports(Set<String> jobs) {
    Map<String, ReportPaths> reports = new LinkedHashMap<>();
    for (String job : jobs) {
      reports.put(
          job,
          new ReportPaths(verifyReports.get(job), verifyStates.get(job), cutoverReports.get(job)));
    }
    for (Map<String, Path> named : List.of(verifyReports, verifyStates, cutoverReports)) {
      for (String job : named.keySet()) {
        if (!jobs.contains(job)) {
          throw new CommandException(
              ExitCode.USAGE,
              "a report is named for " + job + ", and no configuration has this name");
        }
      }
    }
    return reports;
  }

  private ConsoleSettings settings(Map<String, ReportPaths> reports) {
    try {
      return new ConsoleSettings(
          new InetSocketAddress(InetAddress.getAllByName(bind)[0], port),
          hosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()),
          ConsoleToken.read(tokenFile),
          actions,
          values,
          reports);
    } catch (UnknownHostException e) {
      throw new CommandException(ExitCode.USAGE, "--bind: no such address: " + bind, e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          e.getMessage() + " (--token-file, or the variable " + ConsoleToken.VARIABLE + ")",
          e);
    }
  }
}
