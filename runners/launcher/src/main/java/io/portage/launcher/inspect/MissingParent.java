package io.portage.launcher.inspect;

import io.portage.model.Change;
import io.portage.target.ForeignKey;
import io.portage.target.TombstoneKey;
import io.portage.upsert.write.ParentRows;
import io.portage.upsert.write.TargetRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row that another row refers to and that the target does not have.
 *
 * @param reference the foreign key
 * @param key the referred columns; null if they are not the parent's primary key and values are
 *     hidden
 */
record MissingParent(ForeignKey reference, @Nullable Map<String, String> key) {
  /**
   * Returns the first row that a change refers to and that is missing: a query for each foreign
   * key.
   *
   * @param change with target columns
   * @param references the foreign keys of its table
   * @param values true if values are shown that are not keys
   * @throws io.portage.target.TargetException if the target does not answer
   */
  static Optional<MissingParent> of(
      Change change, List<ForeignKey> references, TargetRows rows, boolean values) {
    ParentRows parents = new ParentRows(rows);
    if (change.op() == Change.Op.UPSERT) {
      for (ForeignKey reference : references) {
        Optional<Map<String, Object>> missing = parents.missing(reference, change.row());
        if (missing.isPresent()) {
          boolean isShown = values || parents.isToPrimaryKey(reference);
          return Optional.of(new MissingParent(reference, isShown ? text(missing.get()) : null));
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> text(Map<String, Object> values) {
    Map<String, String> text = new LinkedHashMap<>();
    values.forEach((name, value) -> text.put(name, TombstoneKey.canonical(value)));
    return text;
  }

  /** Returns the row that is missing, for display. */
  String sought() {
    return ParkedInspection.sought(reference)
        + (key == null ? "" : ": " + WaitingRows.keyText(key) + " does not exist");
  }
}
