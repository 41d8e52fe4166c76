package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes of many keys, key by key, but never across a change that moves a row. A snapshot's
 * row that {@linkplain Version#isOutOfPlaceBehind stands out of place} is not merged either: it
 * goes on by itself, behind the change that it stands behind, and the guard tells of it; beside a
 * move it is merged as any other. Mutable; not for state that a runner keeps.
 */
final class KeyFolds {
  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, KeyFold> byKey = new LinkedHashMap<>();
  private final Map<RowKey, KeySequence> moving = new LinkedHashMap<>();
  private final Map<RowKey, KeyFold> snapshots = new LinkedHashMap<>();
  private int rows;
  private long bytes;

  void add(Change change) {
    add(RowKey.of(change), change);
  }

  void add(RowKey key, Change change) {
    KeySequence sequence = moving.isEmpty() ? null : moving.get(key);
    if (sequence != null || change.moves() || change.hasArrived()) {
      addInOrder(key, sequence, change);
    } else {
      addTo(change.version().isOfSnapshot() ? snapshots : byKey, key, change);
    }
  }

  private void addTo(Map<RowKey, KeyFold> folds, RowKey key, Change change) {
    KeyFold fold = folds.get(key);
    if (fold == null) {
      KeyFold first = new KeyFold(change);
      folds.put(key, first);
      rows++;
      bytes += first.bytes();
    } else {
      bytes -= fold.bytes();
      fold.add(change);
      bytes += fold.bytes();
    }
  }

  private void addInOrder(RowKey key, @Nullable KeySequence known, Change change) {
    KeySequence sequence = known;
    if (sequence == null) {
      sequence = new KeySequence(byKey.remove(key));
      moving.put(key, sequence);
    }
    rows -= sequence.size();
    bytes -= sequence.bytes();
    KeyFold snapshot = snapshots.remove(key);
    if (snapshot != null) {
      rows--;
      bytes -= snapshot.bytes();
      sequence.add(snapshot.change());
    }
    sequence.add(change);
    rows += sequence.size();
    bytes += sequence.bytes();
  }

  /** About how many bytes the merged changes take when they are encoded. */
  long bytes() {
    return bytes;
  }

  /** How many rows will leave; fewer where a snapshot's row and a change of its key are merged. */
  int rows() {
    return rows;
  }

  /**
   * All changes; those of one key, where there are several, in order. Keys with moves come first,
   * so that what arrives at its new key in the same batch need not wait.
   */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>(rows);
    moving.values().forEach(sequence -> changes.addAll(sequence.changes()));
    byKey.forEach((key, fold) -> addWithSnapshot(fold.change(), snapshots.get(key), changes));
    snapshots.forEach(
        (key, fold) -> {
          if (!byKey.containsKey(key)) {
            changes.add(fold.change());
          }
        });
    return changes;
  }

  private static void addWithSnapshot(
      Change change, @Nullable KeyFold snapshot, List<Change> changes) {
    if (snapshot == null) {
      changes.add(change);
    } else if (snapshot.version().isOutOfPlaceBehind(change.version())) {
      changes.add(change);
      changes.add(snapshot.change());
    } else {
      changes.add(Merge.merge(change, snapshot.change()));
    }
  }
}
