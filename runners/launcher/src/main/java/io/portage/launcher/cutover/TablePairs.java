package io.portage.launcher.cutover;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.RoutePattern;
import io.portage.source.SourceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tables of a job: those that it names, and those of the source that a pattern selects.
 */
final class TablePairs {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String ALL =
      "SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE' ORDER BY 1, 2";

  private TablePairs() {}

  /**
   * Returns the pairs in the order of the configuration, those of a pattern by name. Without access
   * to the source, patterns give none.
   */
  static List<TablePair> of(PortageConfig config, Optional<SourceDatabase> source)
      throws SQLException {
    List<TablePair> pairs = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (TableConfig table : config.tables()) {
      if (!table.route().isPattern()) {
        named.add(table.from());
        pairs.add(
            new TablePair(source.map(s -> s.table(table.from())).orElse(table.from()), table));
      }
    }
    if (source.isEmpty() || named.size() == config.tables().size()) {
      return pairs;
    }
    for (String name : all(source.get())) {
      for (TableConfig table : config.tables()) {
        if (table.route().isPattern() && !named.contains(name)) {
          RoutePattern.of(table.from(), table.to())
              .targetOf(name)
              .ifPresent(target -> pairs.add(new TablePair(name, table.routed(name, target))));
        }
      }
    }
    return pairs;
  }

  private static List<String> all(SourceDatabase source) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = source.connect(LONGEST);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL)) {
      while (row.next()) {
        names.add(row.getString(1) + "." + row.getString(2));
      }
    }
    return names;
  }
}
