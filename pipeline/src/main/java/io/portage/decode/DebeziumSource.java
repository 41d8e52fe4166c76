package io.portage.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
 *   <li>{@code postgresql}: {@code sequence}, the LSN of the last commit before the transaction and
 *       the record's own, null being 0. Releases before 1.5 have only {@code lsn}: it goes to the
 *       second place with 0 in the first. That orders the changes of one key rightly, since a row's
 *       lock makes its changes follow each other in the log too; and an upgrade in the middle of a
 *       topic only raises positions. A downgrade would lower them and needs an epoch.
 *   <li>{@code mysql}, {@code mariadb}: the number of the binlog file, the position in it and the
 *       row in the event.
 *   <li>others: none.
 * </ul>
 *
 * <p>Snapshot records have the position at which the snapshot was taken, where the connector tells.
 *
 * @param table {@code schema.table}, for MySQL and MariaDB {@code db.table}, null where not told
 * @param time {@code ts_ms}, or null
 * @param position the position, or null
 */
record DebeziumSource(
    @Nullable String table, @Nullable Instant time, @Nullable SourcePosition position) {
  /** The block at the parser's token; null where it is null. */
  static @Nullable DebeziumSource read(JsonParser parser) throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException("source is neither an object nor null");
    }
    Fields fields = new Fields();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      fields.read(parser, name);
    }
    return new DebeziumSource(fields.qualifiedTable(), fields.time, fields.position());
  }

  /** The block's fields as they come. */
  private static final class Fields {
    private final Once once = new Once();
    private String connector = "";
    private String db = "";
    private String schema = "";
    private String table = "";
    private String file = "";
    private @Nullable String sequence;
    private @Nullable Long lsn;
    private @Nullable Long pos;
    private @Nullable Long row;
    private @Nullable Instant time;

    void read(JsonParser parser, String name) throws IOException, MalformedException {
      switch (name) {
        case "connector" -> connector = text(parser, 0, name);
        case "db" -> db = text(parser, 1, name);
        case "schema" -> schema = text(parser, 2, name);
        case "table" -> table = text(parser, 3, name);
        case "file" -> file = text(parser, 4, name);
        case "sequence" -> sequence = text(parser, 5, name);
        case "lsn" -> lsn = whole(parser, 6, name);
        case "pos" -> pos = whole(parser, 7, name);
        case "row" -> row = whole(parser, 8, name);
        case "ts_ms" -> {
          once.known(9, name);
          time = Json.millis(parser, "source.ts_ms");
        }
        // Known to be there and of no use: spares remembering their names.
        case "version" -> skip(parser, 10, name);
        case "name" -> skip(parser, 11, name);
        case "snapshot" -> skip(parser, 12, name);
        case "txId" -> skip(parser, 13, name);
        case "xmin" -> skip(parser, 14, name);
        case "ts_us" -> skip(parser, 15, name);
        case "ts_ns" -> skip(parser, 16, name);
        case "server_id" -> skip(parser, 17, name);
        case "gtid" -> skip(parser, 18, name);
        case "thread" -> skip(parser, 19, name);
        case "query" -> skip(parser, 20, name);
        default -> {
          once.other(name);
          parser.skipChildren();
        }
      }
    }

    @Nullable String qualifiedTable() {
      if (table.isEmpty()) {
        return null;
      }
      String owner = isBinlog() || schema.isEmpty() ? db : schema;
      return owner.isEmpty() ? table : owner + "." + table;
    }

    @Nullable SourcePosition position() throws MalformedException {
      if (connector.equals("postgresql")) {
        return LogPositions.postgres(sequence, lsn);
      }
      return isBinlog() ? LogPositions.binlog(file, pos, row) : null;
    }

    private boolean isBinlog() {
      return connector.equals("mysql") || connector.equals("mariadb");
    }

    private String text(JsonParser parser, int bit, String name)
        throws IOException, MalformedException {
      once.known(bit, name);
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      parser.skipChildren();
      return "";
    }

    private @Nullable Long whole(JsonParser parser, int bit, String name)
        throws IOException, MalformedException {
      once.known(bit, name);
      return Json.whole(parser, "source." + name);
    }

    private void skip(JsonParser parser, int bit, String name)
        throws IOException, MalformedException {
      once.known(bit, name);
      parser.skipChildren();
    }
  }
}
