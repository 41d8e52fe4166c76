package io.portage.normalize;

import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.expression.ColumnMapping;
import io.portage.expression.ColumnMapping.MappedColumn;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.definition.AddedColumn;
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

/** The projection of source rows for one table, from its configuration. Immutable. */
final class ColumnProjection {
  /**
   * By source column: the target columns that copy it, in the order of the file. Null if every
   * column is copied under its own name.
   */
  private final @Nullable Map<String, List<String>> copies;

  /**
   * By source column: the computed target columns whose expression may return its value unchanged.
   */
  private final Map<String, List<String>> selectedFor = new HashMap<>();

  private final Set<String> inputs = new HashSet<>();
  private final Set<String> metadata = new HashSet<>();
  private final Set<String> filtered;

  /** True if the configuration lists the columns to write and ignores all others. */
  private final boolean isSelection;

  private final String from;
  private final @Nullable String json;
  private boolean readsWholeRow;

  private ColumnProjection(TableConfig table, Set<String> readByFilter) {
    MetadataColumns names = table.metadata();
    this.from = table.from();
    this.json = table.unknownColumns().jsonColumn();
    this.filtered = readByFilter;
    this.isSelection =
        table.columns() != null && table.unknownColumns().equals(UnknownColumns.IGNORE);
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
    if (table.columns() == null) {
      copies = null;
      return;
    }
    copies = new LinkedHashMap<>();
    for (MappedColumn column : ColumnMapping.of(table).columns()) {
      String source = column.copyOf();
      if (source != null) {
        copies.computeIfAbsent(source, name -> new ArrayList<>()).add(column.name());
        continue;
      }
      inputs.addAll(column.inputs());
      readsWholeRow |= column.readsWholeRow();
      if (column.value() != null) {
        for (String selected : column.value().selected()) {
          selectedFor.computeIfAbsent(selected, name -> new ArrayList<>()).add(column.name());
        }
      }
    }
  }

  /**
   * Returns the projection of {@code table}.
   *
   * @param readByFilter the source columns that the table's {@code where} reads
   * @throws IllegalArgumentException if an expression is invalid or a key column is not copied; a
   *     configuration that was read from YAML has neither
   */
  static ColumnProjection of(TableConfig table, Set<String> readByFilter) {
    ColumnProjection projection = new ColumnProjection(table, readByFilter);
    for (String name : table.key()) {
      if (projection.targetsOf(name).isEmpty()) {
        throw new IllegalArgumentException(
            "table " + table.from() + ": the key column " + name + " is not copied to a column");
      }
    }
    return projection;
  }

  /** Returns the target columns that copy the source column; often one, or none. */
  List<String> targetsOf(String source) {
    if (copies != null) {
      return copies.getOrDefault(source, List.of());
    }
    return metadata.contains(source) || source.equals(json) ? List.of() : List.of(source);
  }

  /**
   * Returns true if no column of the target takes the source column. If the configuration lists the
   * columns: if nothing there names it, {@code where} included, unless such columns are ignored.
   */
  boolean isUnknown(String source, TargetTable target) {
    if (copies != null) {
      return !isSelection
          && !copies.containsKey(source)
          && !isInput(source)
          && !filtered.contains(source);
    }
    return source.equals(json) || (!metadata.contains(source) && target.column(source) == null);
  }

  /** Returns true if every column is copied under its own name. */
  boolean copiesAll() {
    return copies == null;
  }

  /**
   * Returns the computed target columns whose expression may return the source column's value
   * unchanged.
   */
  List<String> selectedFor(String source) {
    return selectedFor.getOrDefault(source, List.of());
  }

  /** Returns true if a computed or looked-up column reads the source column. */
  boolean isInput(String source) {
    return readsWholeRow || inputs.contains(source);
  }

  /**
   * Returns the source columns that a full row needs. If every column is copied: the target's
   * columns without those that the database fills, and those that were added for this source.
   */
  List<String> needed(TargetTable target) {
    if (copies == null) {
      return target.columns().values().stream()
          .filter(this::isNeeded)
          .map(TargetColumn::name)
          .filter(name -> !metadata.contains(name) && !name.equals(json))
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

  /** A column that was added for another source of the table need not exist in this one. */
  private boolean isNeeded(TargetColumn column) {
    AddedColumn added = column.added();
    return !column.generated()
        && (added == null ? !column.hasDefault() : added.source().equals(from));
  }

  private static boolean isGenerated(@Nullable TargetColumn column) {
    return column != null && column.generated();
  }

  /**
   * Returns the source columns that the configuration copies by name; empty if every column is
   * copied.
   */
  Set<String> copied() {
    return copies == null ? Set.of() : copies.keySet();
  }
}
