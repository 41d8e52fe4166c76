package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangePart;
import java.util.List;

/** Which changes have to do with rows that move to other keys. */
final class KeyMoves {
  private KeyMoves() {}

  /** Whether the table of moved rows is needed. */
  static boolean concern(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.moves() || arrives(change));
  }

  /** Whether the change ends the old key of a key change. */
  static boolean leaves(Change change) {
    return change.moves() || (change.op() == Op.DELETE && change.half() == ChangePart.DELETE);
  }

  /**
   * Whether the change, of a key whose older row is kept for another key and stands there still,
   * may replace that row: it needs nothing of it.
   */
  static boolean mayReplace(Change change) {
    return change.op() == Op.UPSERT && (!change.isPartial() || change.hasArrived());
  }

  /** Whether a moved row may complete the change: it lacks columns and follows a delete. */
  static boolean arrives(Change change) {
    return change.op() == Op.UPSERT && change.life().deleted() != null && change.isPartial();
  }

  /** Whether moved rows that were kept for the key before the change are of no use behind it. */
  static boolean ends(Change change) {
    return switch (change.op()) {
      case UPSERT -> change.life().deleted() != null;
      case DELETE -> change.moves() || change.life().deletedBefore() != null;
      case TRUNCATE -> false;
    };
  }
}
