package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.SourcePosition;
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
 */
record DebeziumSource(
    @Nullable String table,
    @Nullable Instant time,
    String name,
    SourceNames names,
    boolean snapshot,
    @Nullable SourcePosition streamed,
    @Nullable SourcePosition read) {
  /** Returns the position of a record with this operation, or null. */
  @Nullable SourcePosition position(String op) {
    // A single message transform may have changed a snapshot row to an insert.
    return op.equals("r") || (op.equals("c") && snapshot) ? read : streamed;
  }

  /** The block's fields; the constants below are their indexes. */
  static final FieldNames FIELDS =
      FieldNames.of(
          "connector",
          "db",
          "schema",
          "table",
          "name",
          "file",
          "sequence",
          "lsn",
          "pos",
          "row",
          "commit_lsn",
          "snapshot",
          "ts_ms",
          // Fields that are always there and not used, listed to avoid storing their names.
          "version",
          "txId",
          "xmin",
          "ts_us",
          "ts_ns",
          "server_id",
          "gtid",
          "thread",
          "query");

  private static final int CONNECTOR = 0;
  private static final int DB = 1;
  private static final int SCHEMA = 2;
  private static final int TABLE = 3;
  private static final int NAME = 4;
  private static final int FILE = 5;
  private static final int SEQUENCE = 6;
  private static final int LSN = 7;
  private static final int POS = 8;
  private static final int ROW = 9;
  private static final int COMMIT_LSN = 10;
  private static final int SNAPSHOT = 11;
  private static final int TS_MS = 12;

  /** Reads the block at the current field; null if it is null. */
  static @Nullable DebeziumSource read(EventReader in, DebeziumEnvelope envelope)
      throws IOException, MalformedException {
    if (!in.beginStruct("source")) {
      return null;
    }
    SourceFields fields = new SourceFields();
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      fields.read(in, field);
    }
    return fields.source(envelope);
  }

  /** Collects the block's fields in the order of the message. */
  private static final class SourceFields {
    private String connector = "";
    private String db = "";
    private String schema = "";
    private String table = "";
    private String file = "";
    private String prefix = "";
    private String sequence = "";
    private String commitLsn = "";
    private String snapshot = "";
    private @Nullable Long lsn;
    private @Nullable Long pos;
    private @Nullable Long row;
    private @Nullable Instant time;

    void read(EventReader in, int field) throws IOException, MalformedException {
      switch (field) {
        case CONNECTOR -> connector = text(in);
        case DB -> db = text(in);
        case SCHEMA -> schema = text(in);
        case TABLE -> table = text(in);
        case NAME -> prefix = text(in);
        case FILE -> file = text(in);
        case SEQUENCE -> sequence = text(in);
        case LSN -> lsn = in.wholeNumber("source.lsn");
        case POS -> pos = in.wholeNumber("source.pos");
        case ROW -> row = in.wholeNumber("source.row");
        // SQL Server writes text, which is not used.
        case COMMIT_LSN -> commitLsn = scalar(in);
        case SNAPSHOT -> snapshot = scalar(in);
        case TS_MS -> time = in.time("source.ts_ms");
        default -> in.skip();
      }
    }

    private @Nullable String qualifiedTable(DebeziumEnvelope envelope) {
      if (table.isEmpty()) {
        return null;
      }
      String owner = isBinlog() || schema.isEmpty() ? db : schema;
      return owner.isEmpty() ? table : envelope.qualified(owner, table);
    }

    DebeziumSource source(DebeziumEnvelope envelope) throws MalformedException {
      SourcePosition streamed = null;
      SourcePosition read = null;
      if (connector.equals("postgresql")) {
        SourcePositionParser.PostgresPositions positions =
            SourcePositionParser.PostgresPositions.of(sequence, lsn, commitLsn);
        streamed = SourcePositionParser.postgres(positions);
        read = SourcePositionParser.postgresSnapshot(positions, snapshot.equals("incremental"));
      } else if (isBinlog()) {
        streamed = SourcePositionParser.binlog(file, pos, row);
        read = streamed;
      }
      boolean marked = !snapshot.isEmpty() && !snapshot.equals("false");
      return new DebeziumSource(
          qualifiedTable(envelope),
          time,
          prefix,
          envelope.names(db, schema, table),
          marked,
          streamed,
          read);
    }

    private boolean isBinlog() {
      return connector.equals("mysql") || connector.equals("mariadb");
    }

    private static String text(EventReader in) throws IOException, MalformedException {
      String text = in.text();
      return text == null ? "" : text;
    }

    /** Returns a text, number or boolean as text; empty for anything else. */
    private static String scalar(EventReader in) throws IOException, MalformedException {
      String text = in.scalar();
      return text == null ? "" : text;
    }
  }
}
