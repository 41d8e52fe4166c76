package io.portage.verify.log;

import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.encoding.ChangeSize;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one key.
 *
 * @param change the merged changes of the log; a change without meaning, except for table and key,
 *     if {@code inLog} is false
 * @param inLog true if the log has a change of the key
 * @param inTarget true if the target had a row with the key when it was walked
 * @param rejected the last record of the key that the job rejects, or null
 */
record LogEntry(Change change, boolean inLog, boolean inTarget, @Nullable RejectedRecord rejected) {
  private static final int OVERHEAD = 200;
  private static final Version LOWEST = new Version(0, 0, 0, 0, 0);
  private static final Provenance NOWHERE =
      new Provenance(new Coordinates("", 0, 0), ChangePart.WHOLE, 0, 0, 0, OffsetRanges.none(), 1);

  /** A change of the log, without its offset ranges. */
  static LogEntry of(Change change) {
    return new LogEntry(change.withOrigins(OffsetRanges.none(), 1), true, false, null);
  }

  /** A row of the target. */
  static LogEntry ofTarget(String table, Row key) {
    return new LogEntry(placeholder(table, key), false, true, null);
  }

  /** A record that the job rejects. */
  static LogEntry ofRejected(String table, Row key, RejectedRecord rejected) {
    return new LogEntry(placeholder(table, key), false, false, rejected);
  }

  private static Change placeholder(String table, Row key) {
    return new Change(
        table, Change.Op.UPSERT, key, Row.empty(), RowLineage.partialRow(LOWEST), NOWHERE, null);
  }

  String table() {
    return change.table();
  }

  Row key() {
    return change.key();
  }

  RowKey identity() {
    return RowKey.of(change);
  }

  /** Returns the merged changes; null if the log has none. */
  @Nullable Change changeOrNull() {
    return inLog ? change : null;
  }

  /** Returns the union of what is known of the same key. */
  LogEntry plus(LogEntry other) {
    Change merged = inLog ? change : other.change;
    if (inLog && other.inLog) {
      merged = merged(change, other.change);
    }
    return new LogEntry(
        merged,
        inLog || other.inLog,
        inTarget || other.inTarget,
        rejected == null ? other.rejected : rejected.later(other.rejected));
  }

  /** Returns the state of a key after both changes, without offset ranges. */
  static Change merged(Change one, Change other) {
    return ChangeMerge.merge(one, other).withOrigins(OffsetRanges.none(), 1);
  }

  /** Returns the approximate number of bytes of memory. */
  long bytes() {
    return OVERHEAD + ChangeSize.of(change);
  }
}
