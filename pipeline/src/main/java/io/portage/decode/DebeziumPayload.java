package io.portage.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.model.Envelope;
import io.portage.model.Image;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's event itself, without what may be wrapped around it. One for each event. */
final class DebeziumPayload {
  private final Images images;
  private final Once once = new Once();
  private @Nullable String op;
  private @Nullable Image before;
  private @Nullable Image after;
  private @Nullable DebeziumSource source;
  private @Nullable Instant time;
  private boolean bounds;
  private boolean ddl;
  private boolean more;

  private DebeziumPayload(Images images) {
    this.images = images;
  }

  /** The event at the parser's token, which is left at the event's end. */
  static Envelope read(JsonParser parser, Images images) throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Envelope.tombstone();
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException("payload is neither an object nor null");
    }
    DebeziumPayload payload = new DebeziumPayload(images);
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      payload.field(parser, name);
    }
    return payload.envelope();
  }

  private void field(JsonParser parser, String name) throws IOException, MalformedException {
    switch (name) {
      case "op" -> {
        once.known(0, name);
        op = Json.op(parser);
      }
      case "before" -> {
        once.known(1, name);
        before = images.before().read(parser);
      }
      case "after" -> {
        once.known(2, name);
        after = images.after().read(parser);
      }
      case "source" -> {
        once.known(3, name);
        source = DebeziumSource.read(parser);
      }
      case "ts_ms" -> {
        once.known(4, name);
        time = Json.millis(parser, name);
      }
      case "status" -> {
        once.known(5, name);
        String status = parser.getText();
        bounds = status.equals("BEGIN") || status.equals("END");
        more = true;
        parser.skipChildren();
      }
      case "ts_us" -> skip(parser, 6, name);
      case "ts_ns" -> skip(parser, 7, name);
      case "transaction" -> skip(parser, 8, name);
      case "ddl" -> {
        skip(parser, 9, name);
        ddl = true;
      }
      case "tableChanges" -> {
        skip(parser, 10, name);
        ddl = true;
      }
      default -> {
        once.other(name);
        more = true;
        parser.skipChildren();
      }
    }
  }

  private void skip(JsonParser parser, int bit, String name)
      throws IOException, MalformedException {
    once.known(bit, name);
    parser.skipChildren();
  }

  private Envelope envelope() {
    // The commit's time is the source's; the connector's own clock is the last resort.
    Instant changeTime = source != null && source.time() != null ? source.time() : time;
    if (op == null && isControl()) {
      return Envelope.control(changeTime);
    }
    return new Envelope(
        op == null ? Envelope.NONE : op,
        source == null ? null : source.table(),
        before,
        after,
        changeTime,
        source == null ? null : source.position());
  }

  /** The bounds of a transaction, a change of the schema, or a heartbeat: a time and nothing. */
  private boolean isControl() {
    boolean heartbeat = time != null && source == null && before == null && after == null && !more;
    return bounds || ddl || heartbeat;
  }
}
