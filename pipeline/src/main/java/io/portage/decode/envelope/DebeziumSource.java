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
 * Debezium's {@code source} block: the table, the time and the position in the source's log.
 *
 * <p>Positions, by {@code connector}:
 *
 * <ul>
 *   <li>{@code postgresql}: the LSN of the last commit before the transaction (the first of {@code
 *       sequence}; where there is {@code commit_lsn}, the transaction's own commit), then the
 *       record's own LSN ({@code lsn}, else the second of {@code sequence}). Where no commit is
 *       told, as in a connector's first transaction and before Debezium 1.5, the record's own LSN
 *       stands in both places. That orders the changes of one key rightly, since a row's lock makes
 *       its changes follow each other in the log too, and an upgrade in the middle of a topic
 *       changes nothing about it. Not placed rightly: a transaction that was open while a snapshot
 *       was taken which told a last commit, and is streamed by a connector that has forgotten it.
 *   <li>{@code mysql}, {@code mariadb}: the number of the binlog file, the position in it and the
 *       row in the event.
 *   <li>others: none.
 * </ul>
 *
 * <p>A row that was read from its table stands, with PostgreSQL, right behind the last commit that
 * the connector had seen, or below everything else where it had seen none: its own LSN does not
 * count. With MySQL and MariaDB it has the place in the binlog at which the snapshot was taken:
 * what is not in the snapshot is written to the binlog behind that place, since a transaction goes
 * there when it commits.
 *
 * @param table {@code schema.table}, for MySQL and MariaDB {@code db.table}, null where not told
 * @param time {@code ts_ms}, or null
 * @param name the connector's topic prefix, empty where not told
 * @param snapshot whether the connector calls it a record of a snapshot
 * @param streamed the position where the record is a change, or null
 * @param read the position where the record is a row that was read from its table, or null
 */
record DebeziumSource(
    @Nullable String table,
    @Nullable Instant time,
    String name,
    boolean snapshot,
    @Nullable SourcePosition streamed,
    @Nullable SourcePosition read) {
  /** The position of a record of this operation. */
  @Nullable SourcePosition position(String op) {
    // A transform may have made an insert of a row that a snapshot has read.
    return op.equals("r") || (op.equals("c") && snapshot) ? read : streamed;
  }

  /** The block at the parser's token; null where it is null. */
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

  /** The block's fields as they come. */
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
        // Text with SQL Server, where it is of no use.
        case "commit_lsn" -> commitLsn = scalar(parser, 21, name, place);
        case "snapshot" -> snapshot = scalar(parser, 12, name, place);
        case "ts_ms" -> {
          duplicateFieldCheck.checkKnown(9, name);
          time = Json.millis(parser, "source.ts_ms");
        }
        // Known to be there and of no use: spares remembering their names.
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
        SourcePositionParser.PostgresPositions told =
            SourcePositionParser.PostgresPositions.of(sequence, lsn, commitLsn);
        streamed = SourcePositionParser.postgres(told);
        read = SourcePositionParser.postgresSnapshot(told, snapshot.equals("incremental"));
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

    /** The text of a text, a number or a boolean; empty for anything else. */
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
