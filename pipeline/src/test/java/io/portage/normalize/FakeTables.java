package io.portage.normalize;

import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A catalog in memory: a table that was found stays cached until it is refreshed. */
final class FakeTables implements TargetTables {
  private final Map<String, TargetTable> catalog = new ConcurrentHashMap<>();
  private final Map<String, Optional<TargetTable>> known = new ConcurrentHashMap<>();
  private int refreshes;
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
