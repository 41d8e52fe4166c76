package io.portage.launcher.ddl;

import io.portage.config.ConfigException;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.ddl.JobTables;
import io.portage.ddl.SourceSample;
import io.portage.launcher.CommandException;
import io.portage.launcher.Configurations;
import io.portage.launcher.ExitCode;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Prints the target tables of a job as SQL. */
@Command(
    name = "ddl",
    description = "Prints CREATE TABLE for the target tables of a job. Nothing is written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The types are those of the records' schemas, or of the values of the last records where",
      "these have no schema; comments say so. Exit code 3 when a table cannot be defined, because",
      "its topic has no change of a row. The target is not connected to."
    })
public final class DdlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

  @Option(
      names = "--dialect",
      description = "The database (default: the one of target.jdbc.url), e.g. postgresql.")
  private @Nullable String dialect;

  @Option(
      names = "--table",
      description = "Only this table, by its name in the source or in the target. Repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--records",
      defaultValue = "100",
      description = "How many of the last records of a topic to read (default: ${DEFAULT-VALUE}).")
  private int records;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws ConfigException {
    if (records < 1) {
      throw new CommandException(ExitCode.USAGE, "--records must be at least 1");
    }
    PortageConfig config = Configurations.read(file, beamOptions);
    requireKnown(config);
    Dialect database = dialect(config, dialect);
    SourceSample sample = SourceSample.read(config, records, Clock.systemUTC());
    JobTables tables =
        JobTables.of(config, database, sample, name -> only.isEmpty() || only.contains(name));
    PrintWriter out = spec.commandLine().getOut();
    out.print(DdlText.of(tables, database.definitions().orElseThrow()));
    out.flush();
    require(tables);
    for (String name : only) {
      if (JobTables.of(config, database, sample, name::equals).tables().isEmpty()) {
        throw new CommandException(
            ExitCode.CHECK_FAILED,
            "--table=" + name + ": no change of it among the last records of the topics");
      }
    }
    return ExitCode.OK;
  }

  /** Ends the command if a table is not defined. */
  private static void require(JobTables tables) {
    if (!tables.problems().isEmpty()) {
      throw new CommandException(
          ExitCode.CHECK_FAILED,
          tables.problems().entrySet().stream()
              .map(problem -> "table " + problem.getKey() + ": " + problem.getValue())
              .collect(Collectors.joining("\n  ", "not defined:\n  ", "")));
    }
  }

  /**
   * Returns the dialect of this name, or that of the job's target.
   *
   * @throws CommandException if there is none, or it does not define tables
   */
  static Dialect dialect(PortageConfig config, @Nullable String name) {
    if (name == null && !(config.target().sink() instanceof JdbcConfig)) {
      throw new CommandException(
          ExitCode.USAGE, "target is not a JDBC database: name one with --dialect");
    }
    Optional<Dialect> found =
        name == null
            ? Dialects.find(config.target().jdbc().url())
            : Dialects.all().stream().filter(known -> known.name().equals(name)).findFirst();
    return found
        .filter(known -> known.definitions().isPresent())
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "no dialect that defines tables is named "
                        + (name == null ? "by target.jdbc.url" : name)
                        + "; there are "
                        + Dialects.all().stream()
                            .filter(known -> known.definitions().isPresent())
                            .map(Dialect::name)
                            .sorted()
                            .collect(Collectors.joining(", "))));
  }

  private void requireKnown(PortageConfig config) {
    TableRoutes routes = TableRoutes.of(config.tables());
    for (String name : only) {
      if (config.tables().stream().noneMatch(table -> isNamed(table, name))
          && !isRouted(routes, name)) {
        throw new CommandException(
            ExitCode.USAGE,
            "--table="
                + name
                + ": no tables[].from or tables[].to has this name, and no pattern leads to it");
      }
    }
  }

  private static boolean isRouted(TableRoutes routes, String name) {
    try {
      return routes.ofTarget(name).isPresent() || routes.find(name).isPresent();
    } catch (AmbiguousRouteException e) {
      return true; // reported as a problem of the table
    }
  }

  private static boolean isNamed(TableConfig table, String name) {
    return table.from().equals(name) || table.to().equals(name);
  }
}
