package io.portage.decode.debezium;

import io.portage.decode.avro.AvroEventSchema;
import io.portage.decode.avro.AvroEventShape;
import io.portage.decode.avro.AvroKeyReader;
import io.portage.decode.avro.AvroRecords;
import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.avro.AvroSchemas.OneSchema;
import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.envelope.SourceTables;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code debezium-avro}: Debezium's change events in binary Avro, as Kafka Connect's
 * Avro converters describe them ({@code connect.name}). The schemas come from files or a registry,
 * see {@link AvroSchemas}; with a registry, records of several tables, and Debezium's other
 * records, can be in one topic.
 *
 * <p>The record's key is Avro, too, or JSON where that is configured. A key in a header is always
 * JSON, because Kafka Connect encodes headers so.
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

  private static final AvroEventSchema ROW = new AvroEventSchema(Map.of(), "a record");

  private final AvroSchemas schemas;
  private final String placeholder;
  private final EnvelopeSettings envelope;
  private final transient AvroRecords records;

  /**
   * Creates the format for values of one schema without a header.
   *
   * @param schema the text of the value's schema
   * @param keySchema the text of the key's schema; null if keys are JSON
   * @param placeholder the placeholder for unavailable values
   * @param envelope the shape of the events
   * @throws IllegalArgumentException if a text is not a schema, or not one of Debezium's
   */
  public DebeziumAvro(
      String schema, @Nullable String keySchema, String placeholder, EnvelopeSettings envelope) {
    this(new OneSchema(schema, keySchema), placeholder, envelope);
  }

  /**
   * Creates the format; sends nothing.
   *
   * @throws IllegalArgumentException if a configured schema cannot be used
   */
  public DebeziumAvro(AvroSchemas schemas, String placeholder, EnvelopeSettings envelope) {
    this.schemas = schemas;
    this.placeholder = placeholder;
    this.envelope = envelope;
    this.records =
        AvroRecords.of(
            schemas, schema -> shape(schema, placeholder, envelope), DebeziumAvro::keyReader);
  }

  /**
   * Checks the value's schema.
   *
   * @throws IllegalArgumentException if the format cannot use it
   */
  static void check(String schema, EnvelopeSettings envelope) {
    shape(AvroEventSchema.parseAny(schema), "", envelope);
  }

  /**
   * Checks the key's schema.
   *
   * @throws IllegalArgumentException if the format cannot use it
   */
  static void checkKey(String schema) {
    keyReader(AvroEventSchema.parseAny(schema));
  }

  private static AvroEventShape shape(Schema event, String placeholder, EnvelopeSettings envelope) {
    RecordKind kind = RecordKind.ofSchema(DebeziumAvroTypes.name(event));
    boolean isEvent = kind.mayHaveImages() && !envelope.unwrapped();
    return AvroEventShape.of(
        isEvent ? SCHEMA.check(event) : ROW.check(event),
        envelope.decoder(kind),
        new UnavailablePlaceholder(placeholder),
        DebeziumAvroTypes::isEncoded,
        DebeziumAvroTypes::converter);
  }

  private static AvroKeyReader keyReader(Schema schema) {
    return new AvroKeyReader(schema, DebeziumAvroTypes::isEncoded, DebeziumAvroTypes::converter);
  }

  /** Rebuilds the transient fields from the schemas. */
  private Object readResolve() {
    return new DebeziumAvro(schemas, placeholder, envelope);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    return decode(topic, value, List.of());
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    return value == null ? envelope.tombstone() : records.decode(topic, value, headers);
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return decodeKey(key, value, List.of());
  }

  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    if (!records.hasJsonKeys()) {
      return records.decodeKey(key, headers);
    }
    return JsonKeyReader.isObject(key)
        ? JsonKeyReader.read(key, () -> null)
        : SourceKey.none(
            "it is not a JSON object; if it is Avro, set source."
                + (schemas instanceof Registered
                    ? "registry.keys to registry"
                    : KEY_SCHEMA + " to its schema"));
  }

  @Override
  public Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    return records
        .schemaOf(value, headers)
        .flatMap(
            schema ->
                envelope.unwrapped()
                    ? SourceTables.ofRow(
                        this, topic, key, value, headers, DebeziumAvroTypes.COLUMNS.ofRow(schema))
                    : SourceTables.of(
                        this,
                        topic,
                        key,
                        value,
                        headers,
                        DebeziumAvroTypes.COLUMNS.ofEvent(schema)));
  }

  @Override
  public SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return JsonKeyReader.read(header, () -> null);
  }
}
