package io.portage.decode.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.MalformedException;
import io.portage.decode.json.DuplicateFieldCheck;
import io.portage.decode.json.Json;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads Debezium's event itself, without what may be wrapped around it. One for each event. */
final class DebeziumPayload {
  private static final String HEARTBEATS = "__debezium-heartbeat.";
  private static final String TRANSACTIONS = ".transaction";

  private final String topic;
  private final ImageReaders images;
  private final DuplicateFieldCheck duplicateFieldCheck = new DuplicateFieldCheck();
  private @Nullable String op;
  private @Nullable Image before;
  private @Nullable Image after;
  private @Nullable DebeziumSource source;
  private @Nullable Instant time;
  private boolean bounds;
  private int ofTransaction;
  private boolean ddl;
  private boolean more;

  private DebeziumPayload(String topic, ImageReaders images) {
    this.topic = topic;
    this.images = images;
  }

  /** The event at the parser's token, which is left at the event's end. */
  static Envelope read(JsonParser parser, String topic, ImageReaders images)
      throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Envelope.tombstone();
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException("payload is neither an object nor null");
    }
    DebeziumPayload payload = new DebeziumPayload(topic, images);
    String name;
    for (int place = 0; (name = images.event().readFieldName(parser, place)) != null; place++) {
      parser.nextToken();
      payload.field(parser, name, place);
    }
    return payload.envelope();
  }

  private void field(JsonParser parser, String name, int place)
      throws IOException, MalformedException {
    switch (name) {
      case "op" -> {
        duplicateFieldCheck.checkKnown(0, name);
        op = Json.op(parser, images.event(), place);
      }
      case "before" -> {
        duplicateFieldCheck.checkKnown(1, name);
        before = images.before().read(parser, after);
      }
      case "after" -> {
        duplicateFieldCheck.checkKnown(2, name);
        after = images.after().read(parser, before);
      }
      case "source" -> {
        duplicateFieldCheck.checkKnown(3, name);
        source = DebeziumSource.read(parser, images.source());
      }
      case "ts_ms" -> {
        duplicateFieldCheck.checkKnown(4, name);
        time = Json.millis(parser, name);
      }
      case "status" -> {
        duplicateFieldCheck.checkKnown(5, name);
        String status = parser.getText();
        bounds = status.equals("BEGIN") || status.equals("END");
        ofTransaction++;
        parser.skipChildren();
      }
      case "id" -> ofTransaction(parser, 11, name);
      case "event_count" -> ofTransaction(parser, 12, name);
      case "data_collections" -> ofTransaction(parser, 13, name);
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
        duplicateFieldCheck.checkOther(name);
        more = true;
        parser.skipChildren();
      }
    }
  }

  private void ofTransaction(JsonParser parser, int bit, String name)
      throws IOException, MalformedException {
    skip(parser, bit, name);
    ofTransaction++;
  }

  private void skip(JsonParser parser, int bit, String name)
      throws IOException, MalformedException {
    duplicateFieldCheck.checkKnown(bit, name);
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
        source == null || op == null ? null : source.position(op));
  }

  /**
   * Whether this is the bounds of a transaction, a change of the schema, or a heartbeat. The schema
   * part tells it by its name. Without one it takes the topic that Debezium has for such records
   * and all of their fields: a table may have a column of any name.
   */
  private boolean isControl() {
    if (images.kind() != ImageReaders.RecordKind.UNTOLD) {
      return images.kind() == ImageReaders.RecordKind.CONTROL;
    }
    boolean noImage = before == null && after == null;
    if (source != null) {
      return ddl && noImage && source.name().equals(topic);
    }
    boolean nothingElse = noImage && !ddl && !more;
    return topic.startsWith(HEARTBEATS)
        ? nothingElse && ofTransaction == 0 && time != null
        : topic.endsWith(TRANSACTIONS) && nothingElse && bounds && ofTransaction == 4;
  }
}
