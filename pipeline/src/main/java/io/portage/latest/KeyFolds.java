package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Merges changes of many keys, key by key. Mutable; not for state that a runner keeps. */
final class KeyFolds {
  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, KeyFold> byKey = new LinkedHashMap<>();

  void add(Change change) {
    add(RowKey.of(change), change);
  }

  void add(RowKey key, Change change) {
    KeyFold fold = byKey.get(key);
    if (fold == null) {
      byKey.put(key, new KeyFold(change));
    } else {
      fold.add(change);
    }
  }

  void forEach(BiConsumer<RowKey, Change> action) {
    byKey.forEach((key, fold) -> action.accept(key, fold.change()));
  }

  int rows() {
    return byKey.size();
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>(byKey.size());
    for (KeyFold fold : byKey.values()) {
      changes.add(fold.change());
    }
    return changes;
  }
}
