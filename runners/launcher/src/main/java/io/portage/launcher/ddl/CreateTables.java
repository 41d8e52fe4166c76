package io.portage.launcher.ddl;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.ddl.JobTables;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.ddl.MissingTables;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;

/** {@code target.createTables}: the missing tables of a job are created before it starts. */
public final class CreateTables {
  private static final int RECORDS = 100;

  private CreateTables() {}

  /**
   * Creates the missing tables, if the configuration says so, and prints one line for each that was
   * created or could not be defined.
   *
   * @throws io.portage.target.TargetException if the target does not answer, or refuses a table
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static void run(PortageConfig config, PrintWriter out) {
    List<String> missing = missing(config);
    if (missing.isEmpty()) {
      return;
    }
    JobTables tables = define(config, missing);
    for (String created : MissingTables.create(config.target(), tables.tables())) {
      out.println("Created table " + created + ".");
    }
    sayProblems(tables, out);
  }

  /** Prints what {@link #run} would do; returns false if there is nothing to do. */
  public static boolean plan(PortageConfig config, PrintWriter out) {
    List<String> missing = missing(config);
    if (missing.isEmpty()) {
      return false;
    }
    JobTables tables = define(config, missing);
    out.println("The start of a run would create:");
    out.print(DdlText.of(tables, dialect(config).definitions().orElseThrow()));
    sayProblems(tables, out);
    return true;
  }

  private static void sayProblems(JobTables tables, PrintWriter out) {
    tables
        .problems()
        .forEach(
            (table, problem) ->
                out.println(
                    "Table "
                        + table
                        + " cannot be defined yet: "
                        + problem
                        + ". Changes of it become dead letters until the job is started again."));
    out.flush();
  }

  private static List<String> missing(PortageConfig config) {
    return config.target().createTables() && config.target().sink() instanceof JdbcConfig
        ? MissingTables.find(
            config.target(), config.tables().stream().map(TableConfig::to).distinct().toList())
        : List.of();
  }

  private static JobTables define(PortageConfig config, List<String> missing) {
    List<TableConfig> tables =
        config.tables().stream().filter(table -> missing.contains(table.to())).toList();
    return JobTables.of(config.withTables(tables), dialect(config), RECORDS, Clock.systemUTC());
  }

  private static Dialect dialect(PortageConfig config) {
    return Dialects.of(config.target().jdbc().url());
  }
}
