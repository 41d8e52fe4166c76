package io.portage.verify.repair;

import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.verify.report.KeyText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row that verification found to differ, and what repair did about it.
 *
 * @param table the target table
 * @param key the key, fitted to the target
 * @param operation the write that makes the target right; null if none is needed or known
 * @param outcome the outcome
 * @param version the version of the write; null without a write
 * @param detail the reason, without row values; empty if the outcome says it all
 */
public record RepairedRow(
    String table,
    Row key,
    @Nullable RepairOperation operation,
    RepairOutcome outcome,
    @Nullable Version version,
    String detail) {
  /** The write. */
  public enum RepairOperation {
    /** The source's row is written. */
    UPSERT,
    /** The row is deleted, as by an event. */
    DELETE
  }

  /** The outcome. */
  public enum RepairOutcome {
    /** The row would be written. */
    PLANNED,
    /** The row was written. */
    APPLIED,
    /** The row is what the source has: it was equal when it was read again. */
    EQUAL,
    /** A newer change has reached the target in the meantime; nothing was written. */
    OVERTAKEN,
    /** Not decided now, so nothing was written; a later run may decide it. */
    UNDECIDED,
    /** The row cannot be repaired like this; the detail has the reason. */
    REFUSED,
    /** The limit of rows was reached before this one. */
    LIMIT;

    /** Returns the name in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the key as the tombstone table has it, such as {@code ["17","DE"]}; NULL is null. */
  public String keyText() {
    return KeyText.of(key);
  }

  /** The table and the outcome only: the key is a row's value. */
  @Override
  public String toString() {
    return outcome.label() + " " + table;
  }
}
