package io.portage.ddl;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.model.event.Format;
import io.portage.target.Dialect;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The definitions of a job's target tables.
 *
 * @param tables the tables in the order of the configuration; one per target
 * @param problems the reason for each target that is not among them, by its name
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
    SourceConfig source = config.source();
    Format format = source.format().create(source.unavailableValuePlaceholder());
    return of(config, dialect, SourceSample.read(source, format, most, clock));
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
   * @throws IllegalArgumentException if the dialect has no definitions
   */
  public static JobTables of(PortageConfig config, Dialect dialect, SourceSample sample) {
    TableDefiner definer = new TableDefiner(dialect, definitions(dialect));
    Map<String, List<TableDefinition>> byTarget = new LinkedHashMap<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (TableConfig table : config.tables()) {
      Optional<SampledTable> sampled = sample.table(table.from());
      if (sampled.isPresent()) {
        byTarget
            .computeIfAbsent(table.to(), to -> new ArrayList<>())
            .add(definer.define(table, sampled.get()));
      } else {
        problems.put(table.to(), problem(config, table, sample));
      }
    }
    problems.keySet().removeAll(byTarget.keySet());
    List<TableDefinition> tables = byTarget.values().stream().map(JobTables::merged).toList();
    return new JobTables(tables, problems);
  }

  /** Several sources of one target: the columns of the first, then those that only others have. */
  private static TableDefinition merged(List<TableDefinition> sources) {
    TableDefinition first = sources.get(0);
    Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
    List<String> comments = new ArrayList<>();
    for (TableDefinition source : sources) {
      source.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
      comments.addAll(source.comments());
    }
    return new TableDefinition(
        first.name(), List.copyOf(columns.values()), first.primaryKey(), comments);
  }

  private static String problem(PortageConfig config, TableConfig table, SourceSample sample) {
    List<String> topics = config.source().format().topicsOf(table.from(), config.source().topics());
    List<String> searched = topics.isEmpty() ? config.source().topics() : topics;
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
