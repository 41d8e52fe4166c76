package io.portage.target.ddl;

import io.portage.model.schema.SourceColumn;
import io.portage.target.Dialect;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import io.portage.target.definition.DefinitionDialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables of a target to which columns are added on paper: the statements are remembered and not
 * executed. A column added so takes every value. Not thread-safe.
 */
public final class PlannedTables implements TargetTables {
  private final TargetTables tables;
  private final Dialect dialect;
  private final Map<String, Map<String, TargetColumn>> added = new HashMap<>();
  private final Set<String> statements = new LinkedHashSet<>();

  /**
   * Creates the view.
   *
   * @param tables the target's tables, which this view closes
   */
  public PlannedTables(TargetTables tables, Dialect dialect) {
    this.tables = tables;
    this.dialect = dialect;
  }

  /** Returns the statements that would have been executed so far, in order. */
  public List<String> statements() {
    return List.copyOf(statements);
  }

  @Override
  public Optional<TargetTable> find(String name) {
    return tables.find(name).map(table -> withAdded(name, table));
  }

  @Override
  public Optional<TargetTable> refresh(String name) {
    return tables.refresh(name).map(table -> withAdded(name, table));
  }

  private TargetTable withAdded(String name, TargetTable table) {
    List<TargetColumn> columns = new ArrayList<>(table.columns().values());
    added.getOrDefault(name, Map.of()).values().stream()
        .filter(column -> table.column(column.name()) == null)
        .forEach(columns::add);
    return TargetTable.of(
        table.name(), columns, table.primaryKey(), table.canonical(), table.deferrable());
  }

  @Override
  public Optional<TargetTable> addColumns(
      String name, List<SourceColumn> columns, AddedColumn origin) throws ColumnsNotAddedException {
    DefinitionDialect definitions =
        dialect
            .definitions()
            .orElseThrow(
                () -> new ColumnsNotAddedException(dialect.name() + " cannot add columns"));
    Map<String, TargetColumn> planned = added.computeIfAbsent(name, table -> new LinkedHashMap<>());
    for (SourceColumn column : columns) {
      if (planned.putIfAbsent(column.name(), TargetColumn.any(column.name())) == null) {
        statements.add(
            definitions.addColumns(
                name, Stream.of(column).map(one -> definitions.column(one.name(), one)).toList()));
      }
    }
    return find(name);
  }

  @Override
  public void close() {
    tables.close();
  }
}
