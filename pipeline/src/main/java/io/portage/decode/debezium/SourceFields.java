package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.SourcePosition;
import io.portage.model.event.SourceLog;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one {@code source} block, in any order. Not thread-safe. */
final class SourceFields {
  /** The block's fields; the constants below are their indexes. */
  static final List<String> NAMES =
      List.of(
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
          "server_id",
          "gtid",
          "change_lsn",
          "event_serial_no",
          "scn",
          "commit_scn",
          // Fields that are always there and not used, listed to avoid storing their names.
          "version",
          "txId",
          "xmin",
          "ts_us",
          "ts_ns",
          "thread",
          "query",
          "rs_id",
          "ssn",
          "redo_thread",
          "user_name",
          "row_id");

  static final FieldNames FIELDS = FieldNames.of(NAMES.toArray(new String[0]));

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
  private static final int SERVER_ID = 13;
  private static final int GTID = 14;
  private static final int CHANGE_LSN = 15;
  private static final int EVENT_SERIAL_NO = 16;
  private static final int SCN = 17;
  private static final int COMMIT_SCN = 18;

  /** The fields that make a position, by connector. */
  private static final Map<String, List<String>> POSITION_FIELDS =
      Map.of(
          "postgresql", List.of("lsn", "sequence"),
          "mysql", List.of("file", "pos", "row"),
          "mariadb", List.of("file", "pos", "row"),
          "sqlserver", List.of("commit_lsn", "change_lsn", "event_serial_no"),
          "oracle", List.of("commit_scn", "scn"));

  private String connector = "";
  private String db = "";
  private String schema = "";
  private String table = "";
  private String file = "";
  private String prefix = "";
  private String sequence = "";
  private String commitLsn = "";
  private String changeLsn = "";
  private String scn = "";
  private String commitScn = "";
  private String snapshot = "";
  private String serverId = "";
  private String gtid = "";
  private @Nullable Long lsn;
  private @Nullable Long pos;
  private @Nullable Long row;
  private @Nullable Long serial;
  private @Nullable Instant time;

  /** Returns the fields that a connector's position consists of; empty if none is read. */
  static List<String> positionFields(String connector) {
    return POSITION_FIELDS.getOrDefault(connector, List.of());
  }

  /** Reads the value of one field. */
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
      case COMMIT_LSN -> commitLsn = scalar(in);
      case SNAPSHOT -> snapshot = scalar(in);
      case TS_MS -> time = in.time("source.ts_ms");
      case SERVER_ID -> serverId = scalar(in);
      case GTID -> gtid = text(in);
      case CHANGE_LSN -> changeLsn = scalar(in);
      case EVENT_SERIAL_NO -> serial = in.wholeNumber("source.event_serial_no");
      case SCN -> scn = scalar(in);
      case COMMIT_SCN -> commitScn = scalar(in);
      default -> in.skip();
    }
  }

  /**
   * Sets one field.
   *
   * @param value as a row contains it; null is ignored
   * @throws MalformedException if it is of a wrong type
   */
  void set(int field, @Nullable Object value) throws MalformedException {
    if (value == null) {
      return;
    }
    switch (field) {
      case CONNECTOR -> connector = value.toString();
      case DB -> db = value.toString();
      case SCHEMA -> schema = value.toString();
      case TABLE -> table = value.toString();
      case NAME -> prefix = value.toString();
      case FILE -> file = value.toString();
      case SEQUENCE -> sequence = value.toString();
      case LSN -> lsn = number(field, value);
      case POS -> pos = number(field, value);
      case ROW -> row = number(field, value);
      case COMMIT_LSN -> commitLsn = value.toString();
      case SNAPSHOT -> snapshot = value.toString();
      case TS_MS ->
          time =
              value instanceof Instant instant
                  ? instant
                  : Instant.ofEpochMilli(number(field, value));
      case SERVER_ID -> serverId = value.toString();
      case GTID -> gtid = value.toString();
      case CHANGE_LSN -> changeLsn = value.toString();
      case EVENT_SERIAL_NO -> serial = number(field, value);
      case SCN -> scn = value.toString();
      case COMMIT_SCN -> commitScn = value.toString();
      default -> {
        // Not used.
      }
    }
  }

  private static Long number(int field, Object value) throws MalformedException {
    if (value instanceof Long number) {
      return number;
    }
    throw new MalformedException("source." + NAMES.get(field) + " is not a whole number");
  }

  /** Returns the connector's name; empty if absent. */
  String connector() {
    return connector;
  }

  /** Returns the block of the fields read. */
  DebeziumSource source(QualifiedNames names) throws MalformedException {
    SourcePosition streamed = null;
    SourcePosition read = null;
    SourcePosition readAt = null;
    boolean inCommitOrder = true;
    switch (connector) {
      case "postgresql" -> {
        SourcePositionParser.PostgresPositions positions =
            SourcePositionParser.PostgresPositions.of(sequence, lsn, commitLsn);
        streamed = SourcePositionParser.postgres(positions);
        inCommitOrder = positions.bound() != 0;
        read = SourcePositionParser.postgresSnapshot(positions, snapshot.equals("incremental"));
        readAt =
            positions.bound() == 0 && positions.own() != 0
                ? SourcePosition.ofPostgres(positions.own(), 0)
                : null;
      }
      case "mysql", "mariadb" -> {
        streamed = SourcePositionParser.binlog(file, pos, row);
        read = streamed;
      }
      case "sqlserver" -> {
        streamed = SqlServerPositions.streamed(commitLsn, changeLsn, serial);
        read = SqlServerPositions.snapshot(commitLsn);
      }
      case "oracle" -> {
        streamed = OraclePositions.streamed(commitScn, scn);
        read = OraclePositions.snapshot(commitScn, scn);
      }
      default -> {
        // No position.
      }
    }
    boolean marked = !snapshot.isEmpty() && !snapshot.equals("false");
    return new DebeziumSource(
        qualifiedTable(names),
        time,
        prefix,
        names.parts(db, schema, table),
        marked,
        streamed,
        read,
        readAt,
        new SourceLog(connector, prefix, transaction(), time, inCommitOrder),
        isReadAtItsPosition() ? new SourceLog(connector, prefix, transaction(), time, false) : null,
        connector);
  }

  private @Nullable String qualifiedTable(QualifiedNames names) {
    if (table.isEmpty()) {
      return null;
    }
    String owner = isBinlog() || schema.isEmpty() ? db : schema;
    return owner.isEmpty() ? table : names.qualified(owner, table);
  }

  /**
   * Returns true if a snapshot row has the position of the log at which it was read. PostgreSQL's
   * has that of a commit before, and a row of an incremental snapshot is read beside the log, also
   * while the connector repeats changes.
   */
  private boolean isReadAtItsPosition() {
    return !connector.equals("postgresql") && !snapshot.equals("incremental");
  }

  private @Nullable String transaction() {
    if (!isBinlog()) {
      return null;
    }
    if (!gtid.isEmpty()) {
      return gtid;
    }
    return serverId.isEmpty() || serverId.equals("0") ? null : serverId;
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
