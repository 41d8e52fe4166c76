package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EventReader;
import io.portage.model.SourcePosition;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's {@code source} block: table, time and position in the source's log.
 *
 * <p>Positions by {@code connector}:
 *
 * <ul>
 *   <li>{@code postgresql}: the LSN of the last commit before the transaction (the first of {@code
 *       sequence}; if there is a {@code commit_lsn}, the transaction's own commit), then the
 *       record's own LSN ({@code lsn}, else the second of {@code sequence}). If the block has no
 *       commit LSN, as in a connector's first transaction and before Debezium 1.5, the record's own
 *       LSN is used for both. That orders the changes of one key correctly, because the row's lock
 *       makes its changes follow each other in the log too; a connector upgrade in the middle of a
 *       topic does not change this. Not ordered correctly: a transaction that was open while a
 *       snapshot with a last commit was taken, if it is streamed by a connector that no longer has
 *       that last commit.
 *   <li>{@code mysql}, {@code mariadb}: the number of the binlog file, the position in it and the
 *       row in the event.
 *   <li>{@code sqlserver}: the LSN of the commit, then the change's own LSN and its serial number,
 *       see {@link SqlServerPositions}.
 *   <li>{@code oracle}: the system change number of the commit, then that of the change, see {@link
 *       OraclePositions}.
 *   <li>others: none.
 * </ul>
 *
 * <p>A snapshot row of PostgreSQL is ordered immediately after the last commit that the connector
 * had seen, or below everything else if the connector had seen none; the row's own LSN is not used.
 * A snapshot row of MySQL and MariaDB has the binlog position of the snapshot: a change that is not
 * in the snapshot is written to the binlog after that position, because a transaction is written
 * there when it commits.
 *
 * @param table {@code schema.table}, for MySQL and MariaDB {@code db.table}; null if absent
 * @param time {@code ts_ms}, or null
 * @param name the connector's topic prefix; empty if absent
 * @param names the parts of the table's name
 * @param snapshot true if {@code snapshot} marks the record as part of a snapshot
 * @param streamed the position if the record is a change, or null
 * @param read the position if the record is a snapshot row, or null
 * @param readAt the LSN at which PostgreSQL's snapshot row was read, if no last commit is known;
 *     null otherwise
 * @param log the log of a change
 * @param readLog the log of a snapshot row whose position is that at which it was read, or null
 * @param connector the connector's name; empty if absent
 */
record DebeziumSource(
    @Nullable String table,
    @Nullable Instant time,
    String name,
    SourceNames names,
    boolean snapshot,
    @Nullable SourcePosition streamed,
    @Nullable SourcePosition read,
    @Nullable SourcePosition readAt,
    SourceLog log,
    @Nullable SourceLog readLog,
    String connector) {
  /** Returns the position of a record with this operation, or null. */
  @Nullable SourcePosition position(String op) {
    return isRead(op) ? read : streamed;
  }

  /** Returns the position for a table with {@code backfill: heal}; null if it is the same. */
  @Nullable SourcePosition backfillPosition(String op) {
    if (!connector.equals("postgresql")) {
      return null;
    }
    return isRead(op) ? readAt : streamed == null ? null : streamed.byGreaterLsn();
  }

  /** Returns the log of a record with this operation, or null. */
  @Nullable SourceLog log(String op) {
    return isRead(op) ? readLog : log;
  }

  /** A single message transform may have changed a snapshot row to an insert. */
  private boolean isRead(String op) {
    return op.equals("r") || (op.equals("c") && snapshot);
  }

  /** Returns the reason why no record of the connector has a position; null if they have one. */
  @Nullable String versionHint() {
    return connector.isEmpty() || !SourceFields.positionFields(connector).isEmpty()
        ? null
        : "positions of the connector " + connector + " are not read: set tables[].order: time";
  }

  /** Reads the block at the current field; null if it is null. */
  static @Nullable DebeziumSource read(EventReader in, QualifiedNames names)
      throws IOException, MalformedException {
    if (!in.beginStruct("source")) {
      return null;
    }
    SourceFields fields = new SourceFields();
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      fields.read(in, field);
    }
    return fields.source(names);
  }
}
