package io.portage.normalize;

import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnsNotAddedException;
import io.portage.target.postgres.fitting.PostgresTypes;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A catalog in memory: a table that was found stays cached until it is refreshed. */
final class FakeTables implements TargetTables {
  private final Map<String, TargetTable> catalog = new ConcurrentHashMap<>();
  private final Map<String, Optional<TargetTable>> known = new ConcurrentHashMap<>();
  private int refreshes;
  private int additions;
  private @Nullable String refusal;
  private boolean closed;

  /** Sets a table of columns like {@code "user_id int8 not null"} or {@code "name varchar(10)"}. */
  FakeTables with(String table, String... columns) {
    List<TargetColumn> parsed = new ArrayList<>();
    for (String column : columns) {
      parsed.add(column(column));
    }
    catalog.put(table, TargetTable.of(table, parsed, List.of(parsed.get(0).name())));
    return this;
  }

  void drop(String table) {
    catalog.remove(table);
  }

  private static TargetColumn column(String text) {
    String[] words = text.split(" ");
    String type = words[1];
    int open = type.indexOf('(');
    String[] numbers =
        open < 0 ? new String[0] : type.substring(open + 1, type.length() - 1).split(",");
    return TestColumns.column(
        words[0],
        open < 0 ? type : type.substring(0, open),
        numbers.length > 0 ? Integer.parseInt(numbers[0]) : 0,
        numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0,
        !text.endsWith("not null"),
        false,
        text.endsWith("generated"),
        text.endsWith("frozen"),
        List.of());
  }

  @Override
  public Optional<TargetTable> find(String name) {
    return known.computeIfAbsent(name, table -> Optional.ofNullable(catalog.get(table)));
  }

  @Override
  public Optional<TargetTable> refresh(String name) {
    refreshes++;
    known.remove(name);
    return find(name);
  }

  /** Refuses columns if {@link #refusal} is set. */
  @Override
  public Optional<TargetTable> addColumns(
      String name, List<SourceColumn> columns, AddedColumn origin) throws ColumnsNotAddedException {
    additions++;
    if (refusal != null) {
      throw new ColumnsNotAddedException(refusal);
    }
    TargetTable table = catalog.get(name);
    List<TargetColumn> all = new ArrayList<>(table.columns().values());
    for (SourceColumn column : columns) {
      boolean isWhole = column.type().kind() == SourceType.Kind.INTEGER;
      all.add(
          new TargetColumn(
              column.name(),
              PostgresTypes.of(isWhole ? "int8" : "text"),
              0,
              0,
              true,
              column.defaultValue() != null,
              false,
              false,
              List.of(),
              false,
              origin));
    }
    catalog.put(name, TargetTable.of(name, all, table.primaryKey()));
    return refresh(name);
  }

  int additions() {
    return additions;
  }

  /** Refuses columns from now on. */
  void refuse(String why) {
    refusal = why;
  }

  @Override
  public void close() {
    closed = true;
  }

  int refreshes() {
    return refreshes;
  }

  boolean isClosed() {
    return closed;
  }
}
