package io.portage.decode.debezium;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.SourceTables;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.decode.json.BoundedMemo;
import io.portage.decode.json.ConnectJsonColumns;
import io.portage.decode.json.ConnectJsonSchema;
import io.portage.decode.json.ConnectJsonSections;
import io.portage.decode.json.Json;
import io.portage.decode.json.JsonEventShape;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium-json}: Debezium's change events as Kafka Connect's JSON converter
 * writes them: the event alone, {@code {"payload": ...}}, or {@code {"schema": ..., "payload":
 * ...}}.
 *
 * <p>With a schema part, the columns get the types that the schema names. Without one, numbers and
 * text keep their JSON type, and the images are not {@link io.portage.model.event.Image#typed}. A
 * schema part repeats in message after message: each is analysed once, and a message that begins
 * with the same bytes as the topic's previous one is parsed from the payload on.
 */
public final class DebeziumJson implements Format {
  private static final long serialVersionUID = 1;
  private static final byte[] SCHEMA = "\"schema\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PAYLOAD = "\"payload\"".getBytes(StandardCharsets.UTF_8);

  /** The bytes before the payload in a topic's messages, and the readers for their schema part. */
  private record SchemaPrefix(byte[] bytes, JsonEventShape shape) {
    boolean begins(byte[] value) {
      return value.length > bytes.length
          && Arrays.equals(bytes, 0, bytes.length, value, 0, bytes.length);
    }
  }

  private final String placeholder;
  private final EnvelopeSettings envelope;
  private final transient UnavailablePlaceholder unavailable;
  private final transient BoundedMemo<String, JsonEventShape> byTopic = new BoundedMemo<>();
  private final transient BoundedMemo<String, SchemaPrefix> prefixes = new BoundedMemo<>();
  private final transient BoundedMemo<ByteBuffer, JsonEventShape> bySchema = new BoundedMemo<>();

  /**
   * Creates the format.
   *
   * @param placeholder the placeholder for unavailable values
   * @param envelope the shape of the events
   */
  public DebeziumJson(String placeholder, EnvelopeSettings envelope) {
    this.placeholder = placeholder;
    this.envelope = envelope;
    this.unavailable = new UnavailablePlaceholder(placeholder);
  }

  /** Rebuilds the transient caches. */
  private Object readResolve() {
    return new DebeziumJson(placeholder, envelope);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return envelope.tombstone();
    }
    try {
      int first = Json.skipSpace(value, Json.begin(value) + 1);
      if (startsWith(value, first, SCHEMA) || startsWith(value, first, PAYLOAD)) {
        return wrapped(topic, value);
      }
      return bare(topic, value);
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    } catch (IOException e) {
      return Envelope.malformed(Json.problem(e, 0));
    }
  }

  private Envelope bare(String topic, byte[] value) throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(value, 0, value.length)) {
      parser.nextToken();
      Envelope decoded = untyped(topic).read(parser, topic);
      Json.end(parser);
      return decoded;
    }
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.read(key, () -> value == null ? null : ofRow(value));
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      int first = Json.skipSpace(value, Json.begin(value) + 1);
      if (!startsWith(value, first, SCHEMA) && !startsWith(value, first, PAYLOAD)) {
        return Optional.empty();
      }
      ConnectJsonSections sections = ConnectJsonSections.of(value);
      if (envelope.unwrapped() && !sections.isWrapper()) {
        return Optional.empty(); // a row whose first column is named schema or payload
      }
      if (envelope.unwrapped()) {
        return SourceTables.ofRow(
            this,
            topic,
            key,
            value,
            headers,
            ConnectJsonColumns.ofRow(value, sections.schemaFrom(), sections.schemaTo()));
      }
      List<SourceColumn> columns =
          ConnectJsonColumns.ofEvent(value, sections.schemaFrom(), sections.schemaTo());
      return columns.isEmpty()
          ? Optional.empty()
          : SourceTables.of(this, topic, key, value, headers, columns);
    } catch (MalformedException | IOException e) {
      return Optional.empty(); // decode reports the error
    }
  }

  /** Returns the converters by column from the value's schema part, or null if it has none. */
  private @Nullable Map<String, ValueConverter> ofRow(byte[] value)
      throws IOException, MalformedException {
    int first = Json.skipSpace(value, Json.begin(value) + 1);
    if (!startsWith(value, first, SCHEMA) && !startsWith(value, first, PAYLOAD)) {
      return null;
    }
    ConnectJsonSections sections = ConnectJsonSections.of(value);
    if (envelope.unwrapped()) {
      ConnectJsonSchema schema =
          sections.isWrapper() && sections.schemaTo() > 0
              ? ConnectJsonSchema.parseRow(value, sections.schemaFrom(), sections.schemaTo())
              : null;
      return schema == null ? null : schema.after();
    }
    sections = sections.withPayload();
    return sections.schemaTo() == 0
        ? null
        : ConnectJsonSchema.ofRow(value, sections.schemaFrom(), sections.schemaTo());
  }

  private Envelope wrapped(String topic, byte[] value) throws IOException, MalformedException {
    SchemaPrefix prefix = prefixes.get(topic);
    if (prefix != null && prefix.begins(value)) {
      Envelope decoded = decodeAfterPrefix(topic, prefix, value);
      if (decoded != null) {
        return decoded;
      }
    }
    ConnectJsonSections sections = ConnectJsonSections.of(value);
    if (envelope.unwrapped() && !sections.isWrapper()) {
      return bare(topic, value); // a row whose first column is named schema or payload
    }
    sections = sections.withPayload();
    JsonEventShape shape =
        sections.schemaTo() == 0
            ? untyped(topic)
            : typed(value, sections.schemaFrom(), sections.schemaTo());
    if (sections.schemaFrom() < sections.payloadFrom()) {
      prefixes.remember(
          topic, new SchemaPrefix(Arrays.copyOf(value, sections.payloadFrom()), shape));
    }
    try (JsonParser parser = Json.parser(value, sections.payloadFrom(), sections.payloadTo())) {
      parser.nextToken();
      return shape.read(parser, topic);
    }
  }

  /**
   * Decodes the event after a known prefix. Returns null if the event is malformed or is not the
   * last field of the message; the caller then parses the whole message.
   */
  private static @Nullable Envelope decodeAfterPrefix(
      String topic, SchemaPrefix prefix, byte[] value) throws MalformedException {
    int from = prefix.bytes.length;
    try (JsonParser parser = Json.parser(value, from, value.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Envelope decoded = prefix.shape.read(parser, topic);
      int brace = Json.skipSpace(value, from + (int) parser.currentLocation().getByteOffset());
      boolean ends =
          brace < value.length
              && value[brace] == '}'
              && Json.skipSpace(value, brace + 1) == value.length;
      return ends ? decoded : null;
    } catch (IOException e) {
      // The caller parses the whole message and reports the position of the error.
      return null;
    }
  }

  private JsonEventShape untyped(String topic) {
    JsonEventShape shape = byTopic.get(topic);
    return shape != null
        ? shape
        : byTopic.remember(
            topic, JsonEventShape.untyped(envelope.decoder(RecordKind.UNKNOWN), unavailable));
  }

  private JsonEventShape typed(byte[] value, int from, int to)
      throws IOException, MalformedException {
    JsonEventShape known = bySchema.get(ByteBuffer.wrap(value, from, to - from));
    return known != null
        ? known
        : bySchema.remember(
            ByteBuffer.wrap(Arrays.copyOfRange(value, from, to)),
            shape(
                envelope.unwrapped()
                    ? ConnectJsonSchema.parseRow(value, from, to)
                    : ConnectJsonSchema.parse(value, from, to)));
  }

  private JsonEventShape shape(@Nullable ConnectJsonSchema schema) {
    if (schema == null) {
      return JsonEventShape.untyped(envelope.decoder(RecordKind.UNKNOWN), unavailable);
    }
    EnvelopeDecoder decoder = envelope.decoder(RecordKind.ofSchema(schema.name()));
    return envelope.unwrapped()
        ? JsonEventShape.row(decoder, unavailable, schema.after())
        : JsonEventShape.typed(decoder, unavailable, schema.before(), schema.after());
  }

  private static boolean startsWith(byte[] value, int at, byte[] name) {
    int to = at + name.length;
    return to <= value.length && Arrays.equals(value, at, to, name, 0, name.length);
  }
}
