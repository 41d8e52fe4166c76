package io.portage.decode.plain;

import io.portage.decode.avro.AvroColumns;
import io.portage.decode.avro.AvroEventSchema;
import io.portage.decode.avro.AvroEventShape;
import io.portage.decode.envelope.SourceTables;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code avro}: binary Avro of one schema, in the shape of the plain envelope. The
 * schema is a record with {@code op} (text or an enum), {@code before} and {@code after} (a record
 * each) and {@code timestamp_ms} (milliseconds since 1970, or a timestamp); each may be in a union
 * with null. Further fields are read and ignored. The value has no header, neither of an Avro file
 * nor of a schema registry.
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

  private final String schema;
  private final String placeholder;
  private final transient AvroEventShape shape;

  public AvroEnvelope(String schema, String placeholder) {
    this.schema = schema;
    this.placeholder = placeholder;
    this.shape =
        AvroEventShape.of(
            SCHEMA.parse(schema),
            PlainEnvelope.INSTANCE,
            new UnavailablePlaceholder(placeholder),
            type -> false,
            type -> ValueConverter.NONE);
  }

  /** Rebuilds the transient fields from the schema. */
  private Object readResolve() {
    return new AvroEnvelope(schema, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return shape.decode(topic, value);
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value) {
    return SourceTables.of(
        this, topic, key, value, AvroColumns.plain().ofEvent(SCHEMA.parse(schema)));
  }

  /**
   * Reads a key that is a JSON object. No schema describes the encoding of other keys, so they are
   * rejected.
   */
  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.readObject(key);
  }
}
