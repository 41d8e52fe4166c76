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

/**
 * Reads Debezium's event without its {@code schema}/{@code payload} wrapper. One instance per
 * event.
 */
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
  private boolean hasBoundaryStatus;
  private int transactionFields;
  private boolean ddl;
  private boolean hasOtherField;

  private DebeziumPayload(String topic, ImageReaders images) {
    this.topic = topic;
    this.images = images;
  }

  /** Reads the event at the parser's current token and leaves the parser at the event's end. */
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
        hasBoundaryStatus = status.equals("BEGIN") || status.equals("END");
        transactionFields++;
        parser.skipChildren();
      }
      case "id" -> skipTransactionField(parser, 11, name);
      case "event_count" -> skipTransactionField(parser, 12, name);
      case "data_collections" -> skipTransactionField(parser, 13, name);
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
        hasOtherField = true;
        parser.skipChildren();
      }
    }
  }

  private void skipTransactionField(JsonParser parser, int bit, String name)
      throws IOException, MalformedException {
    skip(parser, bit, name);
    transactionFields++;
  }

  private void skip(JsonParser parser, int bit, String name)
      throws IOException, MalformedException {
    duplicateFieldCheck.checkKnown(bit, name);
    parser.skipChildren();
  }

  private Envelope envelope() {
    // The source's commit time; the connector's processing time only if there is none.
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
   * Returns true if this record is a transaction boundary, a schema change or a heartbeat. The name
   * of the schema part decides. Without a schema part, the record must be in the topic that
   * Debezium uses for such records and have all of their fields, because a table may have a column
   * of any name.
   */
  private boolean isControl() {
    if (images.kind() != ImageReaders.RecordKind.UNKNOWN) {
      return images.kind() == ImageReaders.RecordKind.CONTROL;
    }
    boolean noImage = before == null && after == null;
    if (source != null) {
      return ddl && noImage && source.name().equals(topic);
    }
    boolean nothingElse = noImage && !ddl && !hasOtherField;
    return topic.startsWith(HEARTBEATS)
        ? nothingElse && transactionFields == 0 && time != null
        : topic.endsWith(TRANSACTIONS)
            && nothingElse
            && hasBoundaryStatus
            && transactionFields == 4;
  }
}
