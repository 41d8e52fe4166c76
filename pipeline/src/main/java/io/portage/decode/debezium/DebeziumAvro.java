package io.portage.decode.debezium;

import io.portage.decode.avro.AvroEventSchema;
import io.portage.decode.avro.AvroEventShape;
import io.portage.decode.avro.AvroKeyReader;
import io.portage.decode.envelope.SourceTables;
import io.portage.decode.envelope.UnavailablePlaceholder;
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
 * The format {@code debezium-avro}: Debezium's change events in binary Avro of one schema, as Kafka
 * Connect's Avro converters describe them ({@code connect.name}). The value has no header, neither
 * of an Avro file nor of a schema registry.
 *
 * <p>The record's key is Avro of its own schema, or JSON if none is configured. A key in a header
 * is always JSON, because Kafka Connect encodes headers so.
 */
public final class DebeziumAvro implements Format {
  /** The key in {@code source} of the key's schema. */
  static final String KEY_SCHEMA = "avroKeySchema";

  private static final long serialVersionUID = 1;
  private static final AvroEventSchema SCHEMA =
      new AvroEventSchema(
          Map.of(
              "op",
              Set.of(Schema.Type.STRING, Schema.Type.ENUM),
              "before",
              Set.of(Schema.Type.RECORD),
              "after",
              Set.of(Schema.Type.RECORD),
              "source",
              Set.of(Schema.Type.RECORD)),
          "Debezium's record with op (a string), before, after and source (a record each)");

  private final String schema;
  private final @Nullable String keySchema;
  private final String placeholder;
  private final transient AvroEventShape shape;
  private final transient @Nullable AvroKeyReader keys;

  /**
   * Creates the format.
   *
   * @param schema the text of the value's schema
   * @param keySchema the text of the key's schema; null if keys are JSON
   * @param placeholder the placeholder for unavailable values
   * @throws IllegalArgumentException if a text is not a schema, or not one of Debezium's
   */
  public DebeziumAvro(String schema, @Nullable String keySchema, String placeholder) {
    this.schema = schema;
    this.keySchema = keySchema;
    this.placeholder = placeholder;
    this.shape = shape(schema, placeholder);
    this.keys = keySchema == null ? null : keyReader(keySchema);
  }

  /**
   * Checks the value's schema.
   *
   * @throws IllegalArgumentException if the format cannot use it
   */
  static void check(String schema) {
    shape(schema, "");
  }

  private static AvroEventShape shape(String schema, String placeholder) {
    Schema event = SCHEMA.parse(schema);
    return AvroEventShape.of(
        event,
        new DebeziumEnvelope(RecordKind.ofSchema(DebeziumAvroTypes.name(event))),
        new UnavailablePlaceholder(placeholder),
        DebeziumAvroTypes::isEncoded,
        DebeziumAvroTypes::converter);
  }

  /**
   * Creates the reader of the record's keys.
   *
   * @throws IllegalArgumentException if the format cannot use the schema
   */
  static AvroKeyReader keyReader(String keySchema) {
    return new AvroKeyReader(
        AvroEventSchema.parseAny(keySchema),
        DebeziumAvroTypes::isEncoded,
        DebeziumAvroTypes::converter);
  }

  /** Rebuilds the transient fields from the schemas. */
  private Object readResolve() {
    return new DebeziumAvro(schema, keySchema, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return shape.decode(topic, value);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    if (keys != null) {
      return keys.read(key);
    }
    return JsonKeyReader.isObject(key)
        ? JsonKeyReader.read(key, () -> null)
        : SourceKey.none(
            "it is not a JSON object; if it is Avro, set source." + KEY_SCHEMA + " to its schema");
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value) {
    return SourceTables.of(
        this, topic, key, value, DebeziumAvroTypes.COLUMNS.ofEvent(SCHEMA.parse(schema)));
  }

  @Override
  public SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return JsonKeyReader.read(header, () -> null);
  }
}
