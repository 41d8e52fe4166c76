package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.model.event.Envelope;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values that are a JSON object without a schema; the JSON values of an image are the
 * column values. Thread-safe.
 */
public final class JsonEventDecoder {
  private final EnvelopeDecoder envelope;
  private final UnavailablePlaceholder unavailable;
  private final BoundedMemo<String, JsonEventShape> byTopic = new BoundedMemo<>();

  /**
   * Creates a decoder.
   *
   * @param envelope interprets the fields of an event
   * @param unavailableValuePlaceholder the placeholder for unavailable values
   * @throws IllegalArgumentException if the placeholder begins with {@code hex:} and is not
   *     hexadecimal
   */
  public JsonEventDecoder(EnvelopeDecoder envelope, String unavailableValuePlaceholder) {
    this.envelope = envelope;
    this.unavailable = new UnavailablePlaceholder(unavailableValuePlaceholder);
  }

  /**
   * Decodes one value.
   *
   * @param value the bytes, null for a tombstone
   * @return the event, or {@link Envelope#malformed}
   */
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    JsonEventShape shape = byTopic.get(topic);
    if (shape == null) {
      shape = byTopic.remember(topic, JsonEventShape.plain(envelope, unavailable));
    }
    try {
      Json.begin(value);
      try (JsonParser parser = Json.parser(value, 0, value.length)) {
        parser.nextToken();
        Envelope decoded = shape.read(parser, topic);
        Json.end(parser);
        return decoded;
      }
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    } catch (IOException e) {
      return Envelope.malformed(Json.problem(e, 0));
    }
  }
}
