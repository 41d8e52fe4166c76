package io.portage.latest;

import io.portage.model.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a key of which some move the row away: what is older than a move must be written
 * before it, because it goes along, and what is newer after it. So changes are merged only between
 * moves, and leave in the order of their versions. Nor is anything merged into a row that a key
 * change brought, from before it: the move that frees the key may be still to come.
 *
 * <p>Not guaranteed: a move that arrives when what is older and what is newer than it were merged
 * already cannot part them. The newer change then drops what is older than the move, as it does
 * with any delete, and the move takes along what the target has, without that older change.
 */
final class MoveAwareAccumulator {
  /** Ascending by version; no two neighbours can be merged. */
  private final List<KeyAccumulator> parts = new ArrayList<>();

  /** A sequence that begins with {@code first}, if there is one. */
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
    } else if (at > 0 && !parts.get(at - 1).isApartBefore(change)) {
      parts.get(at - 1).add(change);
    } else if (at < parts.size() && !parts.get(at).isUnmergeable(change)) {
      parts.get(at).add(change);
    } else {
      parts.add(at, new KeyAccumulator(change));
    }
  }

  /** About how many bytes the changes take when they are encoded. */
  long bytes() {
    long bytes = 0;
    for (KeyAccumulator part : parts) {
      bytes += part.bytes();
    }
    return bytes;
  }

  /** In order; what is newer than a move knows it as the delete that it is. */
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
