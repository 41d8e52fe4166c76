package io.portage.config.reading;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.routing.RoutePattern;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tables}. */
final class TablesReader {
  /**
   * The relation between the keys of several sources of one target, as configured. It changes
   * nothing in the pipeline.
   */
  private enum KeyOverlap {
    DISJOINT,
    SAME_ROWS
  }

  private static final Map<String, KeyOverlap> KEYS =
      Map.of("disjoint", KeyOverlap.DISJOINT, "same-rows", KeyOverlap.SAME_ROWS);
  private static final String HINT =
      " (add a column to the key that differs, as in columns: {shard: {constant: eu}} or {source:"
          + " topic}; or set keys: disjoint if no key is in more than one of them, or keys: same-rows if equal keys"
          + " are the same row; otherwise use one target for each)";

  /** A table and its {@code keys} setting. */
  private record TableEntry(TableConfig table, Optional<KeyOverlap> keys) {}

  private TablesReader() {}

  /**
   * Reads the entries.
   *
   * @param defaults the values of keys that an entry leaves out
   */
  static List<TableConfig> read(
      YamlValue field, YamlMapping defaults, SourceConfig source, ReferencesReader references) {
    TableReader reader = new TableReader(source, references);
    List<TableConfig> tables = new ArrayList<>();
    Set<List<String>> routes = new HashSet<>();
    Map<String, TableEntry> firsts = new HashMap<>();
    for (YamlValue item : field.items()) {
      YamlMapping own = item.section();
      if (own.isPresent()) {
        YamlMapping section = own.withDefaults(defaults);
        Optional<KeyOverlap> keys = section.own("keys").choice(KEYS);
        TableConfig table = reader.read(section, keys.isPresent());
        tables.add(table);
        source.format().columnsProblem(sourceColumns(table)).ifPresent(item::reject);
        boolean isNew = routes.add(List.of(table.from(), table.to()));
        if (!table.from().isEmpty() && !isNew) {
          item.reject(table.from() + " to " + table.to() + " occurs twice");
        }
        checkTruncate(item, section, table, keys);
        if (table.route().isPattern()) {
          if (keys.isEmpty()) {
            checkPattern(item, table);
          }
          continue;
        }
        if (keys.isEmpty()) {
          checkTopics(item, section, source, table);
        }
        TableEntry first = firsts.putIfAbsent(table.to(), new TableEntry(table, keys));
        if (first != null) {
          if (table.appends()) {
            checkNoTruncate(item, section, table);
          }
          checkAlike(item, section, first.table(), table);
          if (isNew) {
            checkKeys(item, section, first, new TableEntry(table, keys));
          }
        }
      }
    }
    defaults.finish();
    return List.copyOf(tables);
  }

  /** A truncate of one source would remove the rows of the other sources of its target. */
  private static void checkTruncate(
      YamlValue item, YamlMapping section, TableConfig table, Optional<KeyOverlap> keys) {
    boolean isPartOfTarget =
        keys.filter(KeyOverlap.DISJOINT::equals).isPresent()
            || (table.key().stream().anyMatch(table.route().added()::containsKey)
                && !isOnlyRecordKey(table));
    if (isPartOfTarget) {
      checkNoTruncate(item, section, table);
    }
  }

  /** Returns true if the key is that of the record alone and tells no source apart. */
  private static boolean isOnlyRecordKey(TableConfig table) {
    return table.appends()
        && table.key().size() == 1
        && (!table.route().isPattern() || leadsEachToItsOwn(table));
  }

  private static boolean leadsEachToItsOwn(TableConfig table) {
    RoutePattern pattern = RoutePattern.of(table.from(), table.to());
    return pattern.problem().isEmpty() && pattern.isOneToOne();
  }

  private static void checkNoTruncate(YamlValue item, YamlMapping section, TableConfig table) {
    if (table.truncate() == TruncatePolicy.APPLY) {
      YamlValue field = section.optional("truncate");
      (field.isPresent() ? field : item)
          .reject(
              "apply would remove the rows of all sources of the target, not only those of the"
                  + " truncated one: use dead-letter for a table with an added column in its key or"
                  + " with keys: disjoint");
    }
  }

  /** A pattern that may lead several sources to one target. */
  private static void checkPattern(YamlValue item, TableConfig table) {
    RoutePattern pattern = RoutePattern.of(table.from(), table.to());
    boolean isValid = !table.from().isEmpty() && pattern.problem().isEmpty();
    if (isValid && !pattern.isOneToOne() && !MergedKeys.distinguishAny(table)) {
      item.reject(
          "several sources that match "
              + table.from()
              + " may go to one target, where rows of equal keys would overwrite each other; write"
              + " fromPattern with literal text outside of its groups (\\. for a dot) and use all"
              + " groups in to, in order and with the same text between them; or add a column with"
              + " source: topic, schema or database to the key; or set keys: disjoint or same-rows");
    }
  }

  /** Returns the source columns that the table names, without those of expressions. */
  private static Set<String> sourceColumns(TableConfig table) {
    Set<String> names = new LinkedHashSet<>(table.key());
    Map<String, ColumnConfig> columns = table.columns() == null ? Map.of() : table.columns();
    for (ColumnConfig column : columns.values()) {
      if (column instanceof CopiedColumn copied) {
        names.add(copied.from());
      } else if (column instanceof LookupColumn lookup) {
        names.add(lookup.by());
      }
    }
    return names;
  }

  /** Several sources of one target: rows with equal keys would overwrite each other. */
  private static void checkKeys(
      YamlValue item, YamlMapping section, TableEntry first, TableEntry entry) {
    if (MergedKeys.distinguish(first.table(), entry.table())) {
      return;
    }
    if (first.keys().isEmpty() || entry.keys().isEmpty()) {
      item.reject(
          first.table().from()
              + " and "
              + entry.table().from()
              + " both go to "
              + entry.table().to()
              + ", where rows of equal keys would overwrite each other"
              + HINT);
    } else if (!first.keys().equals(entry.keys())) {
      section
          .optional("keys")
          .reject("differs from the other table that goes to " + entry.table().to());
    }
  }

  /** Several topics of one table: this entry receives the changes of all of them. */
  private static void checkTopics(
      YamlValue item, YamlMapping section, SourceConfig source, TableConfig table) {
    if (table.from().isEmpty()) {
      return;
    }
    List<String> same = source.format().topicsOf(table.from(), source.topics());
    if (same.size() > 1 && table.appends()) {
      checkNoTruncate(item, section, table);
    }
    if (same.size() > 1 && !MergedKeys.distinguishTopics(table)) {
      item.reject(
          "the topics "
              + String.join(", ", same)
              + " all hold changes of "
              + table.from()
              + ", where rows of equal keys would overwrite each other"
              + HINT);
    }
  }

  /** Several sources of one target: the handling of a target row must not depend on the source. */
  private static void checkAlike(
      YamlValue item, YamlMapping section, TableConfig first, TableConfig table) {
    Map<String, Boolean> alike = new LinkedHashMap<>();
    alike.put("key", first.key().equals(table.key()));
    alike.put(
        "columns",
        Objects.equals(first.columns(), table.columns())
            && first.route().added().keySet().equals(table.route().added().keySet()));
    alike.put("deletes", first.deletes() == table.deletes());
    alike.put("metadata", first.metadata().equals(table.metadata()));
    alike.put("order", first.order() == table.order());
    alike.put("truncate", first.truncate() == table.truncate());
    alike.put("nul", first.nul() == table.nul());
    alike.put("unknownColumns", first.unknownColumns().equals(table.unknownColumns()));
    alike.put("where", (first.where() == null) == (table.where() == null));
    alike.forEach(
        (key, same) -> {
          if (!same) {
            YamlValue field = section.optional(key);
            (field.isPresent() ? field : item)
                .reject(
                    (field.isPresent() ? "" : key + " ")
                        + "differs from the other table that goes to "
                        + table.to()
                        + (key.equals("where") ? ": both need one, or none" : ""));
          }
        });
  }
}
