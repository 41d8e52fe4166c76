package io.portage.ddl;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.target.Dialect;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The definitions of a job's target tables.
 *
 * @param tables one table per target: those of entries with {@code from} in the order of the
 *     configuration, then those to which patterns lead, in the order of their sources' names
 * @param problems the reason for each target that is not among them, by its name; for a pattern
 *     that leads to no table by its template, and for a source without a certain target by the
 *     source's name
 */
public record JobTables(List<TableDefinition> tables, Map<String, String> problems) {
  /** Keeps copies. */
  public JobTables {
    tables = List.copyOf(tables);
    problems = new TreeMap<>(problems);
  }

  /**
   * Defines the tables of a job from the last records of its topics.
   *
   * @param config the job
   * @param dialect the target's dialect
   * @param most the number of records of a topic, at least 1
   * @throws IllegalArgumentException if the dialect has no definitions
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static JobTables of(PortageConfig config, Dialect dialect, int most, Clock clock) {
    return of(config, dialect, SourceSample.read(config, most, clock), name -> true);
  }

  private static DefinitionDialect definitions(Dialect dialect) {
    return dialect
        .definitions()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the dialect " + dialect.name() + " does not define tables"));
  }

  /**
   * Defines the tables from records that have been read.
   *
   * @param wanted accepts the name of the source or the target of each table to be defined
   * @throws IllegalArgumentException if the dialect has no definitions
   */
  public static JobTables of(
      PortageConfig config, Dialect dialect, SourceSample sample, Predicate<String> wanted) {
    TargetDefinitions targets = new TargetDefinitions(dialect, definitions(dialect));
    for (TableConfig table : config.tables()) {
      if (!table.route().isPattern() && isWanted(table, wanted)) {
        SampledTable sampled = sample.tables().get(table.from());
        if (sampled == null) {
          targets.problem(table.to(), problem(config, table, sample));
        } else {
          targets.add(table, sampled);
        }
      }
    }
    addPatterns(config, sample, wanted, targets);
    return targets.result();
  }

  /** Adds the tables to which the patterns lead the sampled sources. */
  private static void addPatterns(
      PortageConfig config,
      SourceSample sample,
      Predicate<String> wanted,
      TargetDefinitions targets) {
    TableRoutes routes = TableRoutes.of(config.tables());
    sample
        .tables()
        .forEach(
            (from, sampled) -> {
              if (routes.named(from).isEmpty()) {
                route(routes, from)
                    .filter(table -> isWanted(table, wanted))
                    .ifPresent(table -> targets.add(table, sampled));
              }
            });
    sample
        .unrouted()
        .forEach(
            (from, problem) -> {
              if (wanted.test(from)) {
                targets.problem(from, problem);
              }
            });
    for (TableConfig table : config.tables()) {
      if (table.route().isPattern() && isWanted(table, wanted) && !leads(table, sample)) {
        targets.problem(
            table.to(),
            "no change among the last records is of a source that matches " + table.from());
      }
    }
  }

  private static boolean leads(TableConfig pattern, SourceSample sample) {
    return sample.tables().keySet().stream().anyMatch(from -> from.matches(pattern.from()));
  }

  private static boolean isWanted(TableConfig table, Predicate<String> wanted) {
    return wanted.test(table.from()) || wanted.test(table.to());
  }

  private static Optional<TableConfig> route(TableRoutes routes, String from) {
    try {
      return routes.find(from);
    } catch (AmbiguousRouteException e) {
      return Optional.empty(); // one of sample.unrouted()
    }
  }

  private static String problem(PortageConfig config, TableConfig table, SourceSample sample) {
    List<String> all = List.copyOf(sample.changes().keySet());
    List<String> topics = config.source().format().topicsOf(table.from(), all);
    List<String> searched = topics.isEmpty() ? all : topics;
    if (searched.isEmpty()) {
      return "no topic of " + config.source().topicSelection().describe() + " exists";
    }
    String named = String.join(", ", searched);
    for (String topic : searched) {
      String error = sample.malformed().get(topic);
      if (error != null) {
        return "no change of "
            + table.from()
            + " among the last records of "
            + named
            + "; one of topic "
            + topic
            + " is malformed: "
            + error;
      }
    }
    boolean empty =
        searched.stream().allMatch(topic -> sample.changes().getOrDefault(topic, 0) == 0);
    return empty
        ? "topic " + named + " has no change of a row among its last records"
        : "no change of " + table.from() + " among the last records of " + named;
  }
}
