package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangePart;
import java.util.List;

/** Which changes have to do with rows that move to other keys. */
final class KeyMoves {
  private KeyMoves() {}

  /** Whether the table of moved rows is needed. */
  static boolean affects(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.isKeyMove() || takesMovedRow(change));
  }

  /** Whether the change ends the old key of a key change. */
  static boolean movesAway(Change change) {
    return change.isKeyMove() || (change.op() == Op.DELETE && change.part() == ChangePart.DELETE);
  }

  /**
   * Whether the change, of a key whose older row is kept for another key and stands there still,
   * may replace that row: it needs nothing of it.
   */
  static boolean mayReplace(Change change) {
    return change.op() == Op.UPSERT && (!change.isPartial() || change.isMovedHere());
  }

  /** Whether a moved row may complete the change: it lacks columns and follows a delete. */
  static boolean takesMovedRow(Change change) {
    return change.op() == Op.UPSERT && change.lineage().lastDelete() != null && change.isPartial();
  }

  /** Whether moved rows that were kept for the key before the change are of no use behind it. */
  static boolean ends(Change change) {
    return switch (change.op()) {
      case UPSERT -> change.lineage().lastDelete() != null;
      case DELETE -> change.isKeyMove() || change.lineage().previousDelete() != null;
      case TRUNCATE -> false;
    };
  }
}
