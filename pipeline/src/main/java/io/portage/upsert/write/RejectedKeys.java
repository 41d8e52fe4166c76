package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys whose changes used up the searches of a call, because each was rejected by itself. Their
 * changes are written after the others, with searches of their own; otherwise the same rejected
 * changes could use up the searches of every call, and the changes behind them would never be
 * tried. Not thread-safe.
 */
final class RejectedKeys {
  /** The greatest number of keys that are remembered; a key that is forgotten is found again. */
  static final int MAX_KEYS = 10_000;

  private final Set<RowKey> keys = new LinkedHashSet<>();
  private boolean known;

  /**
   * Divides the changes of a call into those of other keys and those of these keys, which are
   * forgotten. The caller writes one part after the other, each followed by {@link #update}.
   */
  List<List<Change>> divide(List<Change> changes) {
    known = false;
    if (keys.isEmpty()) {
      return List.of(changes);
    }
    List<Change> others = new ArrayList<>(changes.size());
    List<Change> rejected = new ArrayList<>();
    for (Change change : changes) {
      (keys.contains(RowKey.of(change)) ? rejected : others).add(change);
    }
    if (rejected.isEmpty()) {
      return List.of(changes);
    }
    rejected.forEach(change -> keys.remove(RowKey.of(change)));
    known = others.isEmpty();
    return known ? List.of(rejected) : List.of(others, rejected);
  }

  /**
   * Records the result of a part.
   *
   * @param parked the keys of all parked changes of the part
   * @param untested those of them that were not tried by themselves
   */
  void update(Set<RowKey> parked, Set<RowKey> untested) {
    if (known || !untested.isEmpty()) {
      parked.stream().filter(key -> !untested.contains(key)).forEach(keys::add);
      Iterator<RowKey> oldest = keys.iterator();
      while (keys.size() > MAX_KEYS) {
        oldest.next();
        oldest.remove();
      }
    }
    known = true;
  }
}
