package io.portage.verify;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.source.SourceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configured tables, and those of the source's database that a pattern matches.
 *
 * @param byTarget the tables by target, in the order of the configuration
 * @param problems the reasons why tables of a pattern cannot be verified, by pattern or table
 */
record SourceTables(Map<String, List<TableConfig>> byTarget, Map<String, String> problems) {
  /**
   * Reads the source's tables if the configuration has a pattern. A pattern is matched with the
   * names that Debezium's events have: {@code schema.table}, or {@code database.table}.
   */
  static SourceTables of(PortageConfig config, SourceDatabase database, Connection connection)
      throws SQLException {
    Map<String, List<TableConfig>> byTarget = new LinkedHashMap<>();
    Map<String, String> problems = new LinkedHashMap<>();
    for (TableConfig table : config.tables()) {
      if (table.route().isPattern()) {
        problems.put(
            table.from(),
            "no table of the source matches the pattern (their names are schema.table);"
                + " --against=log verifies the tables to which its topics lead");
      } else {
        byTarget.computeIfAbsent(table.to(), to -> new ArrayList<>()).add(table);
      }
    }
    if (!problems.isEmpty()) {
      TableRoutes routes = TableRoutes.of(config.tables());
      for (String name : names(database, connection)) {
        add(config, routes, name, byTarget, problems);
      }
    }
    return new SourceTables(byTarget, problems);
  }

  private static void add(
      PortageConfig config,
      TableRoutes routes,
      String name,
      Map<String, List<TableConfig>> byTarget,
      Map<String, String> problems) {
    if (routes.named(name).isPresent()) {
      return;
    }
    try {
      Optional<TableConfig> routed = routes.find(name);
      if (routed.isPresent()) {
        byTarget.computeIfAbsent(routed.get().to(), to -> new ArrayList<>()).add(routed.get());
        config.tables().stream()
            .filter(entry -> entry.route().isPattern() && name.matches(entry.from()))
            .forEach(entry -> problems.remove(entry.from()));
      }
    } catch (AmbiguousRouteException ambiguous) {
      problems.put(name, String.valueOf(ambiguous.getMessage()));
    }
  }

  private static Set<String> names(SourceDatabase database, Connection connection)
      throws SQLException {
    boolean schemas = database.dialect().name().equals("postgresql");
    Set<String> names = new TreeSet<>();
    String[] types = {"TABLE", "PARTITIONED TABLE", "BASE TABLE"};
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", types)) {
      while (tables.next()) {
        names.add(
            tables.getString(schemas ? "TABLE_SCHEM" : "TABLE_CAT")
                + "."
                + tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  /**
   * Returns the tables of which {@code selected} has the target or a source; all if it is empty.
   */
  SourceTables selected(List<String> selected) {
    if (selected.isEmpty()) {
      return this;
    }
    Map<String, List<TableConfig>> some = new LinkedHashMap<>(byTarget);
    some.entrySet()
        .removeIf(
            entry ->
                !selected.contains(entry.getKey())
                    && entry.getValue().stream()
                        .noneMatch(table -> selected.contains(table.from())));
    Map<String, String> someProblems = new LinkedHashMap<>(problems);
    someProblems.keySet().retainAll(selected);
    return new SourceTables(some, someProblems);
  }
}
