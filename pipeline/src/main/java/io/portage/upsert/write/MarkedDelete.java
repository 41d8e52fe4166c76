package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Row;

/** Deletes that also bring values of older changes to the row that they mark. */
final class MarkedDelete {
  private MarkedDelete() {}

  /** True for a delete that has values of older changes but not the whole deleted row. */
  static boolean hasColumns(Change change) {
    return change.op() == Op.DELETE && change.isPartial() && change.row().size() > 0;
  }

  /** Returns the delete without the values of older changes, which the database rejects. */
  static Change withoutColumns(Change delete) {
    RowLineage lineage = delete.lineage();
    return delete.withRow(
        Row.empty(),
        new RowLineage(
            lineage.version(), null, lineage.lastDelete(), lineage.previousDelete(), null));
  }
}
