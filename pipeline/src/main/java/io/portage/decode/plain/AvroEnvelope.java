package io.portage.decode.plain;

import io.portage.decode.avro.AvroEventSchema;
import io.portage.decode.avro.AvroEventShape;
import io.portage.decode.avro.AvroKeyReader;
import io.portage.decode.avro.AvroRecords;
import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.avro.AvroSchemas.OneSchema;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code avro}: binary Avro in the shape of the plain envelope. A schema, from a file or
 * a registry, is a record with {@code op} (text or an enum), {@code before} and {@code after} (a
 * record each) and {@code timestamp_ms} (milliseconds since 1970, or a timestamp); each may be in a
 * union with null. Further fields are read and ignored.
 */
public final class AvroEnvelope implements Format {
  /** The schemas that the format accepts. */
  static final AvroEventSchema SCHEMA =
      new AvroEventSchema(
          Map.of(
              "op",
              Set.of(Schema.Type.STRING, Schema.Type.ENUM),
              "before",
              Set.of(Schema.Type.RECORD),
              "after",
              Set.of(Schema.Type.RECORD),
              "timestamp_ms",
              Set.of(Schema.Type.LONG)),
          "a record with op (a string or an enum), before and after (a record each) and"
              + " timestamp_ms (a long)");

  private static final long serialVersionUID = 1;

  private final AvroSchemas schemas;
  private final String placeholder;
  private final transient AvroRecords records;

  /**
   * Creates the format for values of one schema without a header, and keys in JSON.
   *
   * @throws IllegalArgumentException if the format cannot use the schema
   */
  public AvroEnvelope(String schema, String placeholder) {
    this(new OneSchema(schema, null), placeholder);
  }

  /**
   * Creates the format; sends nothing.
   *
   * @throws IllegalArgumentException if a configured schema cannot be used
   */
  public AvroEnvelope(AvroSchemas schemas, String placeholder) {
    this.schemas = schemas;
    this.placeholder = placeholder;
    this.records =
        AvroRecords.of(
            schemas,
            schema ->
                AvroEventShape.of(
                    SCHEMA.check(schema),
                    PlainEnvelope.INSTANCE,
                    new UnavailablePlaceholder(placeholder),
                    type -> false,
                    type -> ValueConverter.NONE),
            schema -> new AvroKeyReader(schema, type -> false, type -> ValueConverter.NONE));
  }

  /** Rebuilds the transient fields from the schemas. */
  private Object readResolve() {
    return new AvroEnvelope(schemas, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return decode(topic, value, List.of());
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    return records.decode(topic, value, headers);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return decodeKey(key, value, List.of());
  }

  /**
   * Reads a key: Avro if its schema is known, else a JSON object. No schema describes the encoding
   * of other keys, so they are rejected.
   */
  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    return records.hasJsonKeys() ? JsonKeyReader.readObject(key) : records.decodeKey(key, headers);
  }
}
