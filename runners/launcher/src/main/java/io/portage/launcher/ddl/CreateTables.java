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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
    JobTables tables = missing(config);
    if (!tables.tables().isEmpty()) {
      for (String created : MissingTables.create(config.target(), tables.tables())) {
        out.println("Created table " + created + ".");
      }
    }
    sayProblems(tables, out);
  }

  /**
   * Prints what {@link #run} would do.
   *
   * @return false if all tables exist, except those to which a pattern leads no record yet
   */
  public static boolean plan(PortageConfig config, PrintWriter out) {
    JobTables tables = missing(config);
    if (!tables.tables().isEmpty()) {
      out.println("The start of a run would create:");
      out.print(DdlText.of(tables, dialect(config).definitions().orElseThrow()));
    }
    sayProblems(tables, out);
    return !tables.tables().isEmpty()
        || literals(config).stream().anyMatch(tables.problems()::containsKey);
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

  /** Returns the definitions of the tables that the target lacks, and the problems of others. */
  private static JobTables missing(PortageConfig config) {
    if (!config.target().createTables() || !(config.target().sink() instanceof JdbcConfig)) {
      return new JobTables(List.of(), Map.of());
    }
    boolean hasPattern = config.tables().stream().anyMatch(table -> table.route().isPattern());
    if (!hasPattern && MissingTables.find(config.target(), literals(config)).isEmpty()) {
      return new JobTables(List.of(), Map.of());
    }
    JobTables all = JobTables.of(config, dialect(config), RECORDS, Clock.systemUTC());
    Set<String> names = new LinkedHashSet<>(all.problems().keySet());
    all.tables().forEach(table -> names.add(table.name()));
    Set<String> missing = Set.copyOf(MissingTables.find(config.target(), List.copyOf(names)));
    Map<String, String> problems = new TreeMap<>(all.problems());
    problems.keySet().retainAll(missing);
    return new JobTables(
        all.tables().stream().filter(table -> missing.contains(table.name())).toList(), problems);
  }

  private static List<String> literals(PortageConfig config) {
    return config.tables().stream()
        .filter(table -> !table.route().isPattern())
        .map(TableConfig::to)
        .distinct()
        .toList();
  }

  private static Dialect dialect(PortageConfig config) {
    return Dialects.of(config.target().jdbc().url());
  }
}
