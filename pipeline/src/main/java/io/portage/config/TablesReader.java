package io.portage.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads {@code tables}. */
final class TablesReader {
  private TablesReader() {}

  static List<TableConfig> read(Field field, SourceConfig source, References references) {
    TableReader reader = new TableReader(source, references);
    List<TableConfig> tables = new ArrayList<>();
    Set<List<String>> routes = new HashSet<>();
    Map<String, TableConfig> firsts = new HashMap<>();
    for (Field item : field.items()) {
      Section section = item.section();
      if (section.isThere()) {
        TableConfig table = reader.read(section);
        tables.add(table);
        if (!table.from().isEmpty() && !routes.add(List.of(table.from(), table.to()))) {
          item.problem(table.from() + " to " + table.to() + " stands twice");
        }
        TableConfig first = firsts.putIfAbsent(table.to(), table);
        if (first != null) {
          checkAlike(item, section, first, table);
        }
      }
    }
    return List.copyOf(tables);
  }

  /** Several sources of one target: what is done to a row of it must not depend on the source. */
  private static void checkAlike(
      Field item, Section section, TableConfig first, TableConfig table) {
    Map<String, Boolean> alike = new LinkedHashMap<>();
    alike.put("key", first.key().equals(table.key()));
    alike.put("columns", Objects.equals(first.columns(), table.columns()));
    alike.put("deletes", first.deletes() == table.deletes());
    alike.put("metadata", first.metadata().equals(table.metadata()));
    alike.put("order", first.order() == table.order());
    alike.put("truncate", first.truncate() == table.truncate());
    alike.put("nul", first.nul() == table.nul());
    alike.put("where", (first.where() == null) == (table.where() == null));
    alike.forEach(
        (key, same) -> {
          if (!same) {
            Field field = section.optional(key);
            (field.isThere() ? field : item)
                .problem(
                    (field.isThere() ? "" : key + " ")
                        + "differs from the other table that goes to "
                        + table.to()
                        + (key.equals("where") ? ": both need one, or none" : ""));
          }
        });
  }
}
