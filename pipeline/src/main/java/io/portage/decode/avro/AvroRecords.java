package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.avro.AvroSchemas.OneSchema;
import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.avro.AvroSchemas.SingleObject;
import io.portage.decode.registry.CompiledSchemas;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Envelope;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values and keys of Avro records, each with the schema that wrote it. Thread-safe. May
 * wait for a registry, see {@link io.portage.decode.registry.SchemaRegistry}.
 */
public final class AvroRecords {
  /** The schema of all values, with the readers of values and keys, if there is only one. */
  private final @Nullable Schema schema;

  private final @Nullable AvroEventShape value;

  private final @Nullable AvroKeyReader key;

  /** Null if all records have one schema. */
  private final @Nullable WriterSchemas schemas;

  private final @Nullable CompiledSchemas<AvroEventShape> values;
  private final @Nullable CompiledSchemas<AvroKeyReader> keys;

  private AvroRecords(
      @Nullable AvroEventShape value,
      @Nullable AvroKeyReader key,
      @Nullable Schema schema,
      @Nullable WriterSchemas schemas,
      @Nullable CompiledSchemas<AvroEventShape> values,
      @Nullable CompiledSchemas<AvroKeyReader> keys) {
    this.value = value;
    this.key = key;
    this.schema = schema;
    this.schemas = schemas;
    this.values = values;
    this.keys = keys;
  }

  /**
   * Creates the decoder.
   *
   * @param values compiles the reader of a value's schema; throws IllegalArgumentException for a
   *     schema that the format cannot use
   * @param keys the same of a key's schema
   * @throws IllegalArgumentException if a configured schema is not one, or cannot be used
   */
  public static AvroRecords of(
      AvroSchemas source,
      Function<Schema, AvroEventShape> values,
      Function<Schema, AvroKeyReader> keys) {
    if (source instanceof OneSchema one) {
      String key = one.key();
      Schema schema = AvroEventSchema.parseAny(one.value());
      return new AvroRecords(
          values.apply(schema),
          key == null ? null : keys.apply(AvroEventSchema.parseAny(key)),
          schema,
          null,
          null,
          null);
    }
    WriterSchemas schemas =
        source instanceof SingleObject single
            ? new SingleObjectSchemas(single.schemas())
            : new RegistrySchemas(((Registered) source).registry());
    boolean jsonKeys = source instanceof Registered registered && registered.registry().jsonKeys();
    return new AvroRecords(
        null,
        null,
        null,
        schemas,
        new CompiledSchemas<>(id -> values.apply(schemas.schema(id))),
        jsonKeys ? null : new CompiledSchemas<>(id -> keys.apply(schemas.schema(id))));
  }

  /** Returns true if the keys are not Avro but JSON. */
  public boolean hasJsonKeys() {
    return key == null && keys == null;
  }

  /** Decodes a value; bytes that do not conform to their schema become a malformed envelope. */
  public Envelope decode(String topic, byte @Nullable [] bytes, List<Header> headers) {
    if (bytes == null) {
      return Envelope.tombstone();
    }
    if (value != null) {
      return value.decode(topic, bytes, 0);
    }
    if (schemas == null || values == null) {
      throw new IllegalStateException("neither one schema nor a source of schemas");
    }
    try {
      Frame frame = schemas.ofValue(bytes, headers);
      return values.reader(frame.id()).decode(topic, bytes, frame.start());
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    }
  }

  /**
   * Returns the schema that wrote a value; may wait for it.
   *
   * @return empty for a tombstone, or if the schema cannot be found or used
   */
  public Optional<Schema> schemaOf(byte @Nullable [] bytes, List<Header> headers) {
    if (bytes == null || schemas == null) {
      return bytes == null ? Optional.empty() : Optional.ofNullable(schema);
    }
    try {
      return Optional.of(schemas.schema(schemas.ofValue(bytes, headers).id()));
    } catch (MalformedException | IllegalArgumentException e) {
      return Optional.empty(); // decode reports the error
    }
  }

  /** Decodes a key; not for JSON keys. */
  public SourceKey decodeKey(byte[] bytes, List<Header> headers) {
    if (key != null) {
      return key.read(bytes);
    }
    if (schemas == null || keys == null) {
      throw new IllegalStateException("the keys are JSON");
    }
    try {
      Frame frame = schemas.ofKey(bytes, headers);
      return keys.reader(frame.id()).read(bytes, frame.start());
    } catch (MalformedException e) {
      return SourceKey.none(e.problem());
    }
  }
}
