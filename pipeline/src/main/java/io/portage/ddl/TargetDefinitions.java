package io.portage.ddl;

import io.portage.config.TableConfig;
import io.portage.target.Dialect;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the definitions of targets, each from one or several sources. Not thread-safe. */
final class TargetDefinitions {
  private final TableDefiner definer;
  private final Map<String, TableDefinition> tables = new LinkedHashMap<>();

  /** The reasons for targets that have no definition, whatever other sources they have. */
  private final Map<String, String> refused = new LinkedHashMap<>();

  /** The reasons for targets without a definition from any source. */
  private final Map<String, String> absent = new LinkedHashMap<>();

  TargetDefinitions(Dialect dialect, DefinitionDialect definitions) {
    this.definer = new TableDefiner(dialect, definitions);
  }

  /** Adds a source of a target. */
  void add(TableConfig table, SampledTable sample) {
    String noKey = table.key().isEmpty() ? keyProblem(table, sample) : "";
    if (!noKey.isEmpty()) {
      refused.putIfAbsent(table.to(), noKey);
      return;
    }
    TableDefinition source = definer.define(table, sample);
    TableDefinition first = tables.get(table.to());
    if (first != null && !first.primaryKey().equals(source.primaryKey())) {
      refused.putIfAbsent(
          table.to(),
          "the keys of its sources differ: "
              + first.primaryKey()
              + " and that of "
              + table.from()
              + ", "
              + source.primaryKey());
      return;
    }
    tables.put(table.to(), first == null ? source : merged(first, source));
  }

  /** Returns why {@code key: primary-key} names no key of a table that does not exist, or "". */
  private static String keyProblem(TableConfig table, SampledTable sample) {
    if (!table.route().added().isEmpty()) {
      return "key: primary-key takes the key of the target, which is to be defined, and the"
          + " columns "
          + table.route().added().keySet()
          + " may belong to it: list the key in tables[].key";
    }
    List<String> key = sample.key();
    if (key.isEmpty()) {
      return "key: primary-key takes the key of the target, which is to be defined, and the keys"
          + " of the records of "
          + table.from()
          + " name no columns: list the key in tables[].key";
    }
    for (String column : key) {
      if (!TableDefiner.isCopied(table, column)) {
        return "the column "
            + column
            + " of the records' keys is not in tables[].columns: add it, or list the key in"
            + " tables[].key";
      }
    }
    return "";
  }

  /** Adds the reason why a source does not define its target; another source may. */
  void problem(String target, String problem) {
    absent.putIfAbsent(target, problem);
  }

  /** Several sources of one target: the columns of the first, then those that only others have. */
  private static TableDefinition merged(TableDefinition first, TableDefinition other) {
    Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
    first.columns().forEach(column -> columns.put(column.name(), column));
    other.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
    List<String> comments = new ArrayList<>(first.comments());
    comments.addAll(other.comments());
    return new TableDefinition(
        first.name(), List.copyOf(columns.values()), first.primaryKey(), comments);
  }

  JobTables result() {
    absent.keySet().removeAll(tables.keySet());
    absent.putAll(refused);
    tables.keySet().removeAll(refused.keySet());
    return new JobTables(List.copyOf(tables.values()), absent);
  }
}
