package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a table without any windows would hold after all changes of one key, each applied once in
 * the order of the source: the row's known columns with the versions they were written at.
 */
record ReplayModel(
    Op op,
    Version version,
    @Nullable Version deleted,
    @Nullable Version whole,
    Map<String, Cell> columns) {

  record Cell(@Nullable Object value, Version version) {}

  /** Replays unmerged changes in their order. Of several deliveries of one change one counts. */
  static ReplayModel of(Collection<Change> changes) {
    TreeMap<Version, Change> inOrder = new TreeMap<>(Comparator.naturalOrder());
    changes.forEach(change -> inOrder.put(change.version(), change));
    Map<String, Cell> row = new HashMap<>();
    Version deleted = null;
    Version whole = null;
    boolean ended = false;
    for (Change change : inOrder.values()) {
      if (ended) {
        row.clear();
        whole = null;
      }
      ended = change.op() == Op.DELETE;
      deleted = ended ? change.version() : deleted;
      whole = change.lineage().fullRowVersion() != null ? change.version() : whole;
      List<String> names = change.row().columns().names();
      names.forEach(name -> row.put(name, new Cell(change.row().get(name), change.version())));
    }
    Change last = inOrder.lastEntry().getValue();
    return new ReplayModel(last.op(), last.version(), deleted, whole, row);
  }

  /** The same view of a merged change. */
  static ReplayModel ofMerged(Change change) {
    Map<String, Cell> row = new HashMap<>();
    for (int i = 0; i < change.row().size(); i++) {
      row.put(
          change.row().columns().names().get(i),
          new Cell(change.row().get(i), change.lineage().ofColumn(i)));
    }
    return new ReplayModel(
        change.op(),
        change.version(),
        change.lineage().lastDelete(),
        change.lineage().fullRowVersion(),
        row);
  }
}
