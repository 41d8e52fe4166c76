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
 * The row of a table after all changes of one key, each applied once in the order of the source,
 * without any windows: the known columns with the versions they were written at.
 */
record ReplayModel(
    Op op,
    Version version,
    @Nullable Version lastDelete,
    @Nullable Version fullRowVersion,
    Map<String, Cell> columns) {

  record Cell(@Nullable Object value, Version version) {}

  /** Replays unmerged changes in their order. Repeated deliveries of a change count once. */
  static ReplayModel of(Collection<Change> changes) {
    TreeMap<Version, Change> inOrder = new TreeMap<>(Comparator.naturalOrder());
    changes.forEach(change -> inOrder.put(change.version(), change));
    Map<String, Cell> row = new HashMap<>();
    Version lastDelete = null;
    Version fullRowVersion = null;
    boolean ended = false;
    for (Change change : inOrder.values()) {
      if (ended) {
        row.clear();
        fullRowVersion = null;
      }
      ended = change.op() == Op.DELETE;
      lastDelete = ended ? change.version() : lastDelete;
      fullRowVersion =
          change.lineage().fullRowVersion() != null ? change.version() : fullRowVersion;
      List<String> names = change.row().columns().names();
      names.forEach(name -> row.put(name, new Cell(change.row().get(name), change.version())));
    }
    Change last = inOrder.lastEntry().getValue();
    return new ReplayModel(last.op(), last.version(), lastDelete, fullRowVersion, row);
  }

  /** The model of a merged change. */
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
