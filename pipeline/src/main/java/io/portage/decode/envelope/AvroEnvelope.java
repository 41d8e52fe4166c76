package io.portage.decode.envelope;

import io.portage.config.AvroEnvelopeShape;
import io.portage.decode.MalformedException;
import io.portage.decode.avro.AvroReader;
import io.portage.decode.avro.AvroTypes;
import io.portage.decode.avro.BoundedAvroDecoder;
import io.portage.decode.json.JsonKeyReader;
import io.portage.model.Columns;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import java.time.Instant;
import java.util.List;
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
  private static final long serialVersionUID = 1;

  private final String schema;
  private final String placeholder;
  private final transient UnavailablePlaceholder unavailable;
  private final transient AvroReader[] fields;
  private final transient int op;
  private final transient int before;
  private final transient int after;
  private final transient int time;

  public AvroEnvelope(String schema, String placeholder) {
    this.schema = schema;
    this.placeholder = placeholder;
    this.unavailable = new UnavailablePlaceholder(placeholder);
    Schema record = AvroEnvelopeShape.parse(schema);
    AvroTypes types = new AvroTypes();
    this.op = find(record, "op");
    this.before = find(record, "before");
    this.after = find(record, "after");
    this.time = find(record, "timestamp_ms");
    this.fields = new AvroReader[record.getFields().size()];
    for (int i = 0; i < fields.length; i++) {
      Schema type = record.getFields().get(i).schema();
      fields[i] = i == before || i == after ? image(types, type) : types.reader(type);
    }
  }

  /** Rebuilds the transient fields from the schema. */
  private Object readResolve() {
    return new AvroEnvelope(schema, placeholder);
  }

  @Override
  public Envelope decode(String topic, byte @Nullable [] value) {
    if (value == null) {
      return Envelope.tombstone();
    }
    try {
      BoundedAvroDecoder in = new BoundedAvroDecoder(value);
      @Nullable Object[] parts = new Object[fields.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = fields[i].read(in);
      }
      if (in.left() > 0) {
        throw new MalformedException("something follows the record from byte " + in.at());
      }
      String operation = parts[op] instanceof String text ? text : Envelope.NONE;
      return new Envelope(
          operation, null, (Image) parts[before], (Image) parts[after], time(parts[time]), null);
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem());
    }
  }

  /**
   * Reads a key that is a JSON object. No schema describes the encoding of other keys, so they are
   * rejected.
   */
  @Override
  public SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return JsonKeyReader.readObject(key);
  }

  private static @Nullable Instant time(@Nullable Object value) {
    return value instanceof Long millis ? Instant.ofEpochMilli(millis) : (Instant) value;
  }

  private AvroReader image(AvroTypes types, Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      AvroReader[] branches =
          schema.getTypes().stream().map(branch -> image(types, branch)).toArray(AvroReader[]::new);
      return in -> branches[in.readIndex(branches.length)].read(in);
    }
    if (schema.getType() == Schema.Type.NULL) {
      return in -> null;
    }
    List<Schema.Field> columns = schema.getFields();
    Columns names = Columns.of(columns.stream().map(Schema.Field::name).toList());
    AvroReader[] readers =
        columns.stream().map(field -> types.reader(field.schema())).toArray(AvroReader[]::new);
    return in -> {
      @Nullable Object[] values = new Object[readers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = unavailable.replacePlaceholders(readers[i].read(in));
      }
      return UnavailablePlaceholder.image(names, values, /* typed= */ true);
    };
  }

  private static int find(Schema record, String name) {
    return record.getField(name).pos();
  }
}
