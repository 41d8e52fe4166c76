package io.portage.launcher.ddl;

import io.portage.config.ConfigException;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.ddl.JobTables;
import io.portage.ddl.SourceSample;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.TableOptions;
import io.portage.launcher.output.OutputOptions;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.definition.DefinitionDialect;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private JobOptions job = new JobOptions();

  @Option(
      names = "--dialect",
      description = "The database (default: the one of target.jdbc.url), e.g. postgresql.")
  private @Nullable String dialect;

  @Mixin private OutputOptions output = new OutputOptions();

  @Mixin private TableOptions tables = new TableOptions();

  @Option(
      names = "--records",
      defaultValue = "100",
      description = "How many of the last records of a topic to read (default: ${DEFAULT-VALUE}).")
  private int records;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  /** The statements of a job, and why the other tables are not defined, by name. */
  record Definitions(List<TableStatement> tables, Map<String, String> problems) {}

  /** The statement that creates a table. */
  record TableStatement(String table, String statement) {}

  @Override
  public Integer call() throws ConfigException {
    if (records < 1) {
      throw new CommandException(ExitCode.USAGE, "--records must be at least 1");
    }
    PortageConfig config = job.read(beamOptions);
    tables.requireRouted(config);
    Dialect database = dialect(config, dialect);
    SourceSample sample = SourceSample.read(config, records, Clock.systemUTC());
    JobTables defined = JobTables.of(config, database, sample, tables::contains);
    DefinitionDialect definitions = database.definitions().orElseThrow();
    output.print(
        spec.commandLine().getOut(),
        new Definitions(
            defined.tables().stream()
                .map(one -> new TableStatement(one.name(), definitions.createTable(one)))
                .toList(),
            defined.problems()),
        () -> DdlText.of(defined, definitions));
    require(defined);
    for (String name : tables.names()) {
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
}
