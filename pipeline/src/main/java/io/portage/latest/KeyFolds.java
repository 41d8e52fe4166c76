package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes of many keys, key by key, but never across a change that moves a row. Mutable; not
 * for state that a runner keeps.
 */
final class KeyFolds {
  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, KeyFold> byKey = new LinkedHashMap<>();
  private final Map<RowKey, KeySequence> moving = new LinkedHashMap<>();
  private int rows;

  void add(Change change) {
    add(RowKey.of(change), change);
  }

  void add(RowKey key, Change change) {
    KeySequence sequence = moving.isEmpty() ? null : moving.get(key);
    if (sequence != null || change.moves()) {
      addInOrder(key, sequence, change);
      return;
    }
    KeyFold fold = byKey.get(key);
    if (fold == null) {
      byKey.put(key, new KeyFold(change));
      rows++;
    } else {
      fold.add(change);
    }
  }

  private void addInOrder(RowKey key, @Nullable KeySequence known, Change change) {
    KeySequence sequence = known;
    if (sequence == null) {
      sequence = new KeySequence(byKey.remove(key));
      moving.put(key, sequence);
    }
    rows -= sequence.size();
    sequence.add(change);
    rows += sequence.size();
  }

  int rows() {
    return rows;
  }

  /**
   * All changes; those of one key, where there are several, in order. Keys with moves come first,
   * so that what arrives at its new key in the same batch need not wait.
   */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>(rows);
    for (KeySequence sequence : moving.values()) {
      changes.addAll(sequence.changes());
    }
    for (KeyFold fold : byKey.values()) {
      changes.add(fold.change());
    }
    return changes;
  }
}
