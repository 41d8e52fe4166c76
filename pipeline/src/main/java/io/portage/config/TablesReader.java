package io.portage.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code tables}. */
final class TablesReader {
  private TablesReader() {}

  static List<TableConfig> read(Field field, SourceConfig source, References references) {
    TableReader reader = new TableReader(source, references);
    List<TableConfig> tables = new ArrayList<>();
    Set<List<String>> routes = new HashSet<>();
    for (Field item : field.items()) {
      Section section = item.section();
      if (section.isThere()) {
        TableConfig table = reader.read(section);
        tables.add(table);
        if (!table.from().isEmpty() && !routes.add(List.of(table.from(), table.to()))) {
          item.problem(table.from() + " to " + table.to() + " stands twice");
        }
      }
    }
    return List.copyOf(tables);
  }
}
