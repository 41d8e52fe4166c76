package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.event.Envelope;
import java.io.IOException;
import java.util.Map;

/**
 * The readers for the events of one topic or schema: of the envelope, of its two images, and of the
 * fields that repeat. Thread-safe.
 */
public final class JsonEventShape {
  /** The name of an event that is a row, for messages. */
  private static final String ROW = "the row";

  private final EnvelopeDecoder envelope;
  private final JsonImageReader before;
  private final JsonImageReader after;
  private final JsonImageReader row;
  private final RepeatedFields event;
  private final RepeatedFields source;

  private JsonEventShape(
      EnvelopeDecoder envelope,
      JsonImageReader before,
      JsonImageReader after,
      JsonImageReader row) {
    this.envelope = envelope;
    this.before = before;
    this.after = after;
    this.row = row;
    this.event = new RepeatedFields(envelope.eventFields());
    this.source = new RepeatedFields(envelope.sourceFields());
  }

  /** Creates readers for rows whose JSON values are the column values. */
  public static JsonEventShape plain(EnvelopeDecoder envelope, UnavailablePlaceholder unavailable) {
    return new JsonEventShape(
        envelope,
        JsonImageReader.untyped(envelope.beforeField(), unavailable),
        JsonImageReader.untyped(envelope.afterField(), unavailable),
        JsonImageReader.untyped(ROW, unavailable));
  }

  /** Creates readers for rows without a schema; their images are not typed. */
  public static JsonEventShape untyped(
      EnvelopeDecoder envelope, UnavailablePlaceholder unavailable) {
    return typed(envelope, unavailable, Map.of(), Map.of());
  }

  /** Creates readers with a converter for each column of the schema. */
  public static JsonEventShape typed(
      EnvelopeDecoder envelope,
      UnavailablePlaceholder unavailable,
      Map<String, ValueConverter> before,
      Map<String, ValueConverter> after) {
    return new JsonEventShape(
        envelope,
        JsonImageReader.typed(envelope.beforeField(), unavailable, before),
        JsonImageReader.typed(envelope.afterField(), unavailable, after),
        JsonImageReader.typed(ROW, unavailable, Map.of()));
  }

  /** Creates readers for events that are rows, with a converter for each column of the schema. */
  public static JsonEventShape row(
      EnvelopeDecoder envelope,
      UnavailablePlaceholder unavailable,
      Map<String, ValueConverter> columns) {
    return new JsonEventShape(
        envelope,
        JsonImageReader.typed(envelope.beforeField(), unavailable, Map.of()),
        JsonImageReader.typed(envelope.afterField(), unavailable, Map.of()),
        JsonImageReader.typed(ROW, unavailable, columns));
  }

  /** Reads the event at the parser's current token and leaves the parser at the event's end. */
  public Envelope read(JsonParser parser, String topic) throws IOException, MalformedException {
    JsonEventReader reader =
        parser instanceof ReusableParser reusable
            ? reusable.eventReader(this)
            : new JsonEventReader(parser, this);
    return envelope.read(reader, topic);
  }

  JsonImageReader before() {
    return before;
  }

  JsonImageReader after() {
    return after;
  }

  JsonImageReader row() {
    return row;
  }

  RepeatedFields event() {
    return event;
  }

  RepeatedFields source() {
    return source;
  }
}
