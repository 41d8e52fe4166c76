package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Changes that wait for the next flush, at most one for each table and key. Not thread-safe. */
final class ChangeBuffer {
  private final int capacity;
  private final BinaryOperator<Change> merge;
  private final Map<String, Map<RowKey, Change>> tables = new LinkedHashMap<>();
  private int size;

  /**
   * A buffer that is full at {@code capacity} rows and joins two changes of a key by {@code merge}.
   */
  ChangeBuffer(int capacity, BinaryOperator<Change> merge) {
    this.capacity = capacity;
    this.merge = merge;
  }

  void add(Change change) {
    Map<RowKey, Change> rows = tables.computeIfAbsent(change.table(), table -> new HashMap<>());
    int before = rows.size();
    rows.merge(RowKey.of(change), change, merge);
    size += rows.size() - before;
  }

  /** Whether the change must wait for what is here: one of them moves the row. */
  boolean isBarred(Change change) {
    Map<RowKey, Change> rows = tables.get(change.table());
    Change present = rows == null ? null : rows.get(RowKey.of(change));
    return present != null && (present.moves() || change.moves());
  }

  boolean isFull() {
    return size >= capacity;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The changes, table by table; the buffer is empty afterwards. */
  List<Collection<Change>> drain() {
    List<Collection<Change>> all =
        tables.values().stream()
            .map(rows -> (Collection<Change>) List.copyOf(rows.values()))
            .toList();
    tables.clear();
    size = 0;
    return all;
  }
}
