package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.avro.AvroStruct.AvroField;
import io.portage.decode.envelope.EnvelopeDecoder;
import io.portage.decode.envelope.FieldNames;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.event.Envelope;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The readers for the events of one schema: of the envelope, and of the fields. Thread-safe. */
public final class AvroEventShape {
  private final EnvelopeDecoder envelope;
  private final AvroStruct event;

  /** Reads an event that is a row; null if the envelope reads fields. */
  private final @Nullable AvroReader row;

  private AvroEventShape(EnvelopeDecoder envelope, AvroStruct event, @Nullable AvroReader row) {
    this.envelope = envelope;
    this.event = event;
    this.row = row;
  }

  /**
   * Compiles the readers.
   *
   * @param schema the event's schema, a record; the fields of its images are records or unions with
   *     null
   * @param envelope interprets the fields
   * @param unavailable the placeholder for unavailable values
   * @param encoded the types of columns whose logical type is not applied, see {@link AvroTypes}
   * @param converters the converter of a column's values by its schema
   * @throws IllegalArgumentException if the schema is not a record
   */
  public static AvroEventShape of(
      Schema schema,
      EnvelopeDecoder envelope,
      UnavailablePlaceholder unavailable,
      Predicate<Schema> encoded,
      Function<Schema, ValueConverter> converters) {
    AvroImageReader images = new AvroImageReader(new AvroTypes(encoded), converters, unavailable);
    AvroTypes types = new AvroTypes();
    AvroStruct event =
        AvroStruct.of(
            schema,
            envelope.eventFields(),
            (index, field) ->
                field.name().equals(envelope.beforeField())
                        || field.name().equals(envelope.afterField())
                    ? new AvroField(index, images.reader(field.name(), field.schema()), null)
                    : field(index, field, types, envelope.sourceFields()));
    if (event == null) {
      throw new IllegalArgumentException("must be the schema of a record");
    }
    return new AvroEventShape(
        envelope, event, envelope.isRow() ? images.reader("the row", schema) : null);
  }

  private static AvroField field(
      int index, Schema.Field field, AvroTypes types, FieldNames sourceFields) {
    AvroStruct struct =
        AvroStruct.of(
            field.schema(),
            sourceFields,
            (inner, value) -> new AvroField(inner, types.reader(value.schema()), null));
    return new AvroField(index, types.reader(field.schema()), struct);
  }

  /** Decodes one value: binary Avro without a header. */
  public Envelope decode(String topic, byte @Nullable [] value) {
    return value == null ? Envelope.tombstone() : decode(topic, value, 0);
  }

  /**
   * Decodes one value: binary Avro behind a header.
   *
   * @param start the header's length
   */
  Envelope decode(String topic, byte[] value, int start) {
    try {
      BoundedAvroDecoder in = new BoundedAvroDecoder(value, start);
      Envelope decoded = envelope.read(new AvroEventReader(in, event, row), topic);
      if (in.left() > 0) {
        throw new MalformedException("something follows the record from byte " + in.at());
      }
      return decoded;
    } catch (MalformedException e) {
      return Envelope.malformed(e.problem(), e.column());
    } catch (IOException e) {
      throw new IllegalStateException("the bytes are in memory", e);
    }
  }
}
