package io.portage.decode.mysql;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.EventReader;
import io.portage.decode.envelope.FieldNames;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Maxwell's envelope. {@code old} has the columns that an update changed, {@code ts} is in seconds.
 * With {@code output_binlog_position} an event has a position, with {@code output_xoffset} also the
 * place in its transaction; rows of a bootstrap have none.
 */
final class MaxwellEnvelope implements EnvelopeDecoder {
  private static final FieldNames FIELDS =
      FieldNames.of(
          "database",
          "table",
          "type",
          "ts",
          "data",
          "old",
          "position",
          "xoffset",
          "gtid",
          "server_id",
          // Fields that are often there and not used, listed to avoid storing their names.
          "xid",
          "commit",
          "thread_id",
          "primary_key",
          "primary_key_columns",
          "query",
          "sql",
          "def",
          "schema_id");
  private static final int DATABASE = 0;
  private static final int TABLE = 1;
  private static final int TYPE = 2;
  private static final int TS = 3;
  private static final int DATA = 4;
  private static final int OLD = 5;
  private static final int POSITION = 6;
  private static final int XOFFSET = 7;
  private static final int GTID = 8;
  private static final int SERVER_ID = 9;

  private static final String HINT =
      "tables[].order: position needs Maxwell's output_binlog_position and output_xoffset";

  @Override
  public FieldNames eventFields() {
    return FIELDS;
  }

  @Override
  public String beforeField() {
    return "old";
  }

  @Override
  public String afterField() {
    return "data";
  }

  @Override
  public Envelope read(EventReader in, String topic) throws IOException, MalformedException {
    if (!in.beginStruct("event")) {
      return Envelope.tombstone();
    }
    String database = null;
    String table = null;
    String type = null;
    Image row = null;
    Image old = null;
    Instant time = null;
    String at = null;
    Long xoffset = null;
    String gtid = null;
    String serverId = null;
    for (int field = in.nextField(); field != EventReader.END; field = in.nextField()) {
      switch (field) {
        case DATABASE -> database = in.text();
        case TABLE -> table = in.text();
        case TYPE -> type = in.text();
        case TS -> time = seconds(in.wholeNumber("ts"));
        case DATA -> row = in.after(null);
        case OLD -> old = in.before(null);
        case POSITION -> at = in.text();
        case XOFFSET -> xoffset = in.wholeNumber("xoffset");
        case GTID -> gtid = in.text();
        case SERVER_ID -> serverId = in.scalar();
        default -> in.skip();
      }
    }
    String op = operation(type);
    if (op.equals(Envelope.CONTROL) || op.equals(Envelope.SCHEMA_CHANGE)) {
      return Envelope.control(op, time);
    }
    SourcePosition position = op.equals("r") ? null : position(at, xoffset);
    boolean delete = op.equals("d");
    Image before = delete ? row : row == null || old == null ? null : before(op, row, old);
    return new Envelope(
        op,
        MysqlTables.name(database, table),
        before,
        delete ? null : row,
        time,
        position,
        null,
        position == null
            ? null
            : new SourceLog("maxwell", "", gtid == null ? serverId : gtid, time, true),
        position == null ? HINT : null,
        null,
        MysqlTables.names(database, table));
  }

  private static @Nullable Image before(String op, Image row, Image old) {
    return op.equals("u") ? MysqlTables.before(row, old.row()) : null;
  }

  private static String operation(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "insert" -> "c";
      case "update" -> "u";
      case "delete" -> "d";
      case "bootstrap-insert" -> "r";
      case "bootstrap-start", "bootstrap-complete" -> Envelope.CONTROL;
      case "database-create",
          "database-alter",
          "database-drop",
          "table-create",
          "table-alter",
          "table-drop" ->
          Envelope.SCHEMA_CHANGE;
      default -> Envelope.NONE;
    };
  }

  private static @Nullable Instant seconds(@Nullable Long seconds) throws MalformedException {
    try {
      return seconds == null ? null : Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw new MalformedException("ts is beyond the calendar");
    }
  }

  /** Parses {@code mysql-bin.000006:800911}. */
  private static @Nullable SourcePosition position(@Nullable String text, @Nullable Long xoffset)
      throws MalformedException {
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    int dot = text.lastIndexOf('.', colon);
    try {
      return SourcePosition.ofBinlog(
          Long.parseUnsignedLong(text, dot + 1, colon, 10),
          Long.parseLong(text, colon + 1, text.length(), 10),
          xoffset == null ? 0 : xoffset);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedException(
          "position is not a place in a binlog file, or xoffset too large");
    }
  }
}
