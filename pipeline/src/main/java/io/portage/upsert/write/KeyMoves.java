package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangePart.Half;
import java.util.List;

/** Classifies changes that belong to key changes. */
final class KeyMoves {
  private KeyMoves() {}

  /** True if the changes need the moved-rows table. */
  static boolean affects(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.isKeyMove() || takesMovedRow(change));
  }

  /** True if the change is the delete of the old key of a key change. */
  static boolean movesAway(Change change) {
    return change.isKeyMove() || (change.op() == Op.DELETE && change.part().half() == Half.DELETE);
  }

  /**
   * True if the change may replace an older row of its key that is still there although it is
   * copied to the moved-rows table: the change needs no value of that row.
   */
  static boolean mayReplace(Change change) {
    return change.op() == Op.UPSERT && (!change.isPartial() || change.isMovedHere());
  }

  /** True if a moved row may complete the change: a partial row after a delete. */
  static boolean takesMovedRow(Change change) {
    return change.op() == Op.UPSERT && change.lineage().lastDelete() != null && change.isPartial();
  }

  /** True if rows that were moved to the key before the change are no longer needed after it. */
  static boolean ends(Change change) {
    return switch (change.op()) {
      case UPSERT -> change.lineage().lastDelete() != null;
      case DELETE -> change.isKeyMove() || change.lineage().previousDelete() != null;
      case TRUNCATE -> false;
    };
  }
}
