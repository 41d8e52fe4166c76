package io.portage.decode.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.MalformedException;
import io.portage.decode.json.DuplicateFieldCheck;
import io.portage.decode.json.Json;
import io.portage.decode.json.RepeatedFields;
import io.portage.model.SourcePosition;
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
 * @param snapshot true if {@code snapshot} marks the record as part of a snapshot
 * @param streamed the position if the record is a change, or null
 * @param read the position if the record is a snapshot row, or null
 */
record DebeziumSource(
    @Nullable String table,
    @Nullable Instant time,
    String name,
    boolean snapshot,
    @Nullable SourcePosition streamed,
    @Nullable SourcePosition read) {
  /** Returns the position of a record with this operation, or null. */
  @Nullable SourcePosition position(String op) {
    // A single message transform may have changed a snapshot row to an insert.
    return op.equals("r") || (op.equals("c") && snapshot) ? read : streamed;
  }

  /** Reads the block at the parser's current token; null if the token is null. */
  static @Nullable DebeziumSource read(JsonParser parser, RepeatedFields repeatedFields)
      throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException("source is neither an object nor null");
    }
    SourceFields fields = new SourceFields(repeatedFields);
    String name;
    for (int place = 0; (name = repeatedFields.readFieldName(parser, place)) != null; place++) {
      parser.nextToken();
      fields.read(parser, name, place);
    }
    return fields.source();
  }

  /** Collects the block's fields in the order of the message. */
  private static final class SourceFields {
    private final RepeatedFields repeatedFields;
    private final DuplicateFieldCheck duplicateFieldCheck = new DuplicateFieldCheck();
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

    SourceFields(RepeatedFields repeatedFields) {
      this.repeatedFields = repeatedFields;
    }

    void read(JsonParser parser, String name, int place) throws IOException, MalformedException {
      switch (name) {
        case "connector" -> connector = text(parser, 0, name, place);
        case "db" -> db = text(parser, 1, name, place);
        case "schema" -> schema = text(parser, 2, name, place);
        case "table" -> table = text(parser, 3, name, place);
        case "name" -> prefix = text(parser, 11, name, place);
        case "file" -> file = text(parser, 4, name, place);
        case "sequence" -> sequence = text(parser, 5, name, place);
        case "lsn" -> lsn = whole(parser, 6, name);
        case "pos" -> pos = whole(parser, 7, name);
        case "row" -> row = whole(parser, 8, name);
        // SQL Server writes text, which is not used.
        case "commit_lsn" -> commitLsn = scalar(parser, 21, name, place);
        case "snapshot" -> snapshot = scalar(parser, 12, name, place);
        case "ts_ms" -> {
          duplicateFieldCheck.checkKnown(9, name);
          time = Json.millis(parser, "source.ts_ms");
        }
        // Fields that are always there and not used, listed to avoid storing their names.
        case "version" -> skip(parser, 10, name);
        case "txId" -> skip(parser, 13, name);
        case "xmin" -> skip(parser, 14, name);
        case "ts_us" -> skip(parser, 15, name);
        case "ts_ns" -> skip(parser, 16, name);
        case "server_id" -> skip(parser, 17, name);
        case "gtid" -> skip(parser, 18, name);
        case "thread" -> skip(parser, 19, name);
        case "query" -> skip(parser, 20, name);
        default -> {
          duplicateFieldCheck.checkOther(name);
          parser.skipChildren();
        }
      }
    }

    @Nullable String qualifiedTable() {
      if (table.isEmpty()) {
        return null;
      }
      String owner = isBinlog() || schema.isEmpty() ? db : schema;
      return owner.isEmpty() ? table : repeatedFields.qualified(owner, table);
    }

    DebeziumSource source() throws MalformedException {
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
      return new DebeziumSource(qualifiedTable(), time, prefix, marked, streamed, read);
    }

    private boolean isBinlog() {
      return connector.equals("mysql") || connector.equals("mariadb");
    }

    private String text(JsonParser parser, int bit, String name, int place)
        throws IOException, MalformedException {
      duplicateFieldCheck.checkKnown(bit, name);
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return repeatedFields.text(parser, place);
      }
      parser.skipChildren();
      return "";
    }

    /** Returns a text, number or boolean as text; empty for anything else. */
    private String scalar(JsonParser parser, int bit, String name, int place)
        throws IOException, MalformedException {
      duplicateFieldCheck.checkKnown(bit, name);
      JsonToken token = parser.currentToken();
      if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        return repeatedFields.text(parser, place);
      }
      parser.skipChildren();
      return "";
    }

    private @Nullable Long whole(JsonParser parser, int bit, String name)
        throws IOException, MalformedException {
      duplicateFieldCheck.checkKnown(bit, name);
      return Json.whole(parser, "source." + name);
    }

    private void skip(JsonParser parser, int bit, String name)
        throws IOException, MalformedException {
      duplicateFieldCheck.checkKnown(bit, name);
      parser.skipChildren();
    }
  }
}
