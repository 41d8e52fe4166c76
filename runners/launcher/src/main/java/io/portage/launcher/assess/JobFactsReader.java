package io.portage.launcher.assess;

import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.JobFacts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.config.ColumnConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Describes a configuration's tables, those of patterns by the tables that messages have. */
final class JobFactsReader {
  private final PortageConfig config;
  private final List<TableConfig> tables;

  private JobFactsReader(PortageConfig config, List<TableConfig> tables) {
    this.config = config;
    this.tables = tables;
  }

  static JobFactsReader of(PortageConfig config, List<MessageFacts> messages) {
    List<TableConfig> tables = new ArrayList<>();
    for (TableConfig table : config.tables()) {
      if (!table.route().isPattern()) {
        tables.add(table);
      }
    }
    TableRoutes routes = TableRoutes.of(config.tables());
    for (MessageFacts seen : messages) {
      if (routes.named(seen.from()).isEmpty()) {
        routed(routes, seen.from()).ifPresent(tables::add);
      }
    }
    return new JobFactsReader(config, tables);
  }

  private static Optional<TableConfig> routed(TableRoutes routes, String from) {
    try {
      return routes.find(from);
    } catch (AmbiguousRouteException e) {
      return Optional.empty(); // the dry run reports it as a dead letter
    }
  }

  private String source(TableConfig table) {
    DatabaseConfig database = config.source().database();
    return database == null ? table.from() : database.table(table.from());
  }

  Set<String> sourceSchemas(PortageConfig job) {
    Set<String> schemas = new TreeSet<>();
    tables.forEach(table -> addSchema(source(table), schemas));
    DatabaseConfig database = job.source().database();
    if (database != null) {
      database.tables().values().forEach(name -> addSchema(name, schemas));
    }
    return schemas;
  }

  Set<String> targetSchemas() {
    Set<String> schemas = new TreeSet<>();
    tables.forEach(table -> addSchema(table.to(), schemas));
    return schemas;
  }

  private static void addSchema(String name, Set<String> schemas) {
    int dot = name.indexOf('.');
    if (dot > 0) {
      schemas.add(name.substring(0, dot));
    }
  }

  /**
   * Returns the facts.
   *
   * @param target the target's catalog, for tables without a configured key; null if not read
   */
  JobFacts facts(@Nullable DatabaseFacts target) {
    return new JobFacts(
        config.name(),
        config.source().format().name(),
        tables.stream().map(table -> facts(table, target)).toList(),
        config.target().createTables());
  }

  private JobTable facts(TableConfig given, @Nullable DatabaseFacts target) {
    List<String> primaryKey =
        target == null
            ? List.of()
            : target.table(given.to()).map(TableFacts::primaryKey).orElse(List.of());
    TableConfig table = given.keyedBy(primaryKey);
    Map<String, String> copies = copies(table);
    return new JobTable(
        table.from(),
        source(table),
        table.to(),
        table.key().stream().filter(name -> !table.route().added().containsKey(name)).toList(),
        table.key().stream().map(name -> targetOf(name, copies)).toList(),
        copies,
        table.metadata().version(),
        table.deletes() == DeleteMode.SOFT ? table.metadata().deleted() : null,
        table.appends(),
        table.order() == VersionOrder.POSITION);
  }

  private static String targetOf(String source, @Nullable Map<String, String> copies) {
    return copies == null
        ? source
        : copies.entrySet().stream()
            .filter(copy -> copy.getValue().equals(source))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(source);
  }

  private static @Nullable Map<String, String> copies(TableConfig table) {
    Map<String, ColumnConfig> columns = table.columns();
    if (columns == null) {
      return null;
    }
    Map<String, String> copies = new TreeMap<>();
    columns.forEach(
        (name, column) -> {
          if (column instanceof ColumnConfig.CopiedColumn copied) {
            copies.put(name, copied.from());
          }
        });
    return copies;
  }
}
