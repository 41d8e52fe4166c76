package io.portage.latest;

import io.portage.model.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges the changes of a key with key moves. Changes older than a move must be written before it,
 * because they move along with the row, and newer changes after it. So changes are merged only
 * between moves, and are emitted in the order of their versions. Older changes are not merged into
 * a row that a key change created either, because the move that frees the key may still arrive.
 *
 * <p>Limitation: when a key move arrives after an older and a newer change of its key have been
 * merged, they can no longer be separated. The merged change then discards everything below the
 * move (as after any delete), and the move copies only what the target row holds, without that
 * older change.
 */
final class MoveAwareAccumulator {
  /** Ascending by version; adjacent parts cannot be merged. */
  private final List<KeyAccumulator> parts = new ArrayList<>();

  /** An accumulator that begins with {@code first}, unless it is null. */
  MoveAwareAccumulator(@Nullable Change first) {
    if (first != null) {
      parts.add(new KeyAccumulator(first));
    }
  }

  void add(Change change) {
    int at = parts.size();
    while (at > 0 && !change.version().isAfter(parts.get(at - 1).version())) {
      at--;
    }
    if (at < parts.size() && parts.get(at).version().equals(change.version())) {
      parts.get(at).add(change);
    } else if (at > 0 && !parts.get(at - 1).isUnmergeableInto(change)) {
      parts.get(at - 1).add(change);
    } else if (at < parts.size() && !parts.get(at).isUnmergeable(change)) {
      parts.get(at).add(change);
    } else {
      parts.add(at, new KeyAccumulator(change));
    }
  }

  /** The approximate encoded size of the changes in bytes. */
  long bytes() {
    long bytes = 0;
    for (KeyAccumulator part : parts) {
      bytes += part.bytes();
    }
    return bytes;
  }

  /**
   * Returns the changes in order. The lineage of a change after a move contains the move as a
   * delete.
   */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>(parts.size());
    Change move = null;
    for (KeyAccumulator part : parts) {
      Change change = part.change();
      if (change.isKeyMove()) {
        move = change;
      } else if (move != null) {
        change = ChangeMerge.contents(change, move);
      }
      changes.add(change);
    }
    return changes;
  }
}
