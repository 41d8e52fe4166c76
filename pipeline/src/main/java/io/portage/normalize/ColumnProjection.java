package io.portage.normalize;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the configuration of one table wants of a source row: a projection. Immutable. */
final class ColumnProjection {
  /** Source column to target columns, in the order of the file; null: every column, same name. */
  private final @Nullable Map<String, List<String>> copies;

  /** Source column to the computed target columns whose value it can be as it is. */
  private final Map<String, List<String>> selections = new HashMap<>();

  private final Set<String> inputs = new HashSet<>();
  private final Set<String> metadata = new HashSet<>();
  private boolean readsWholeRow;

  private ColumnProjection(TableConfig table) throws ExpressionException {
    MetadataColumns names = table.metadata();
    Stream.of(
            names.version(),
            names.deleted(),
            names.sourceTime(),
            names.appliedTime(),
            names.sourcePosition())
        .forEach(
            name -> {
              if (name != null) {
                metadata.add(name);
              }
            });
    Map<String, ColumnConfig> columns = table.columns();
    if (columns == null) {
      copies = null;
      return;
    }
    copies = new LinkedHashMap<>();
    for (Map.Entry<String, ColumnConfig> column : columns.entrySet()) {
      add(column.getKey(), column.getValue());
    }
  }

  /**
   * The projection for {@code table}.
   *
   * @throws IllegalArgumentException when an expression is wrong or a key column is copied nowhere;
   *     the configuration's reader has ruled that out
   */
  static ColumnProjection of(TableConfig table) {
    ColumnProjection selection;
    try {
      selection = new ColumnProjection(table);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException("table " + table.from() + ": " + e.getMessage(), e);
    }
    for (String name : table.key()) {
      if (selection.targetsOf(name).isEmpty()) {
        throw new IllegalArgumentException(
            "table " + table.from() + ": the key's column " + name + " is copied to no column");
      }
    }
    return selection;
  }

  private void add(String target, ColumnConfig column) throws ExpressionException {
    if (column instanceof CopiedColumn copied && copies != null) {
      copies.computeIfAbsent(copied.from(), name -> new ArrayList<>()).add(target);
    } else if (column instanceof ComputedColumn computed) {
      for (String source : read(computed.value()).selected()) {
        selections.computeIfAbsent(source, name -> new ArrayList<>()).add(target);
      }
      if (computed.when() != null) {
        read(computed.when());
      }
    } else if (column instanceof LookupColumn lookedUp) {
      inputs.add(lookedUp.by());
    }
  }

  private Expression read(String cel) throws ExpressionException {
    Expression expression = Expression.compile(cel);
    inputs.addAll(expression.inputs());
    readsWholeRow |= expression.readsWholeRow();
    return expression;
  }

  /** The target columns that take the source column as it is; often one, or none. */
  List<String> targetsOf(String source) {
    if (copies != null) {
      return copies.getOrDefault(source, List.of());
    }
    return metadata.contains(source) ? List.of() : List.of(source);
  }

  /** The computed target columns whose value the source column can be as it is. */
  List<String> selectedFor(String source) {
    return selections.getOrDefault(source, List.of());
  }

  /** Whether a computed or looked-up column reads the source column. */
  boolean isInput(String source) {
    return readsWholeRow || inputs.contains(source);
  }

  /**
   * The source columns that a row needs which is told whole; in a table that takes every column,
   * those of the target but what the database fills by itself.
   */
  List<String> needed(TargetTable target) {
    if (copies == null) {
      return target.columns().values().stream()
          .filter(column -> !column.generated() && !column.hasDefault())
          .map(TargetColumn::name)
          .filter(name -> !metadata.contains(name))
          .toList();
    }
    Set<String> needed = new LinkedHashSet<>(inputs);
    copies.forEach(
        (source, targets) -> {
          if (!targets.stream().map(target::column).allMatch(ColumnProjection::isGenerated)) {
            needed.add(source);
          }
        });
    return List.copyOf(needed);
  }

  private static boolean isGenerated(@Nullable TargetColumn column) {
    return column != null && column.generated();
  }

  /** The source columns that the configuration names to be copied; empty where it takes all. */
  Set<String> copied() {
    return copies == null ? Set.of() : copies.keySet();
  }
}
