package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.Columns;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Creates the readers of images: of a record with the row's columns, or null. */
final class AvroImageReader {
  private final AvroTypes types;
  private final Function<Schema, ValueConverter> converters;
  private final UnavailablePlaceholder unavailable;

  AvroImageReader(
      AvroTypes types,
      Function<Schema, ValueConverter> converters,
      UnavailablePlaceholder unavailable) {
    this.types = types;
    this.converters = converters;
    this.unavailable = unavailable;
  }

  /**
   * Creates the reader of an image.
   *
   * @param place the name of the field, for messages
   * @param schema a record, null, or a union of them
   */
  AvroReader reader(String place, Schema schema) {
    if (schema.getType() == Schema.Type.UNION) {
      AvroReader[] branches =
          schema.getTypes().stream()
              .map(branch -> reader(place, branch))
              .toArray(AvroReader[]::new);
      return in -> branches[in.readIndex(branches.length)].read(in);
    }
    if (schema.getType() == Schema.Type.NULL) {
      return in -> null;
    }
    List<Schema.Field> fields = schema.getFields();
    Columns columns = Columns.of(fields.stream().map(Schema.Field::name).toList());
    AvroReader[] readers =
        fields.stream().map(field -> types.reader(field.schema())).toArray(AvroReader[]::new);
    ValueConverter[] conversions =
        fields.stream()
            .map(field -> converters.apply(field.schema()))
            .toArray(ValueConverter[]::new);
    return in -> {
      @Nullable Object[] values = new Object[readers.length];
      for (int i = 0; i < values.length; i++) {
        Object value = unavailable.replacePlaceholders(readers[i].read(in));
        values[i] =
            value == null
                    || value == UnavailablePlaceholder.UNAVAILABLE
                    || conversions[i] == ValueConverter.NONE
                ? value
                : converted(place, columns.names().get(i), value, conversions[i]);
      }
      return UnavailablePlaceholder.image(columns, values, /* typed= */ true);
    };
  }

  private static Object converted(
      String place, String column, Object value, ValueConverter conversion)
      throws MalformedException {
    try {
      return conversion.convert(value);
    } catch (MalformedException e) {
      throw MalformedException.inColumn(place, column, e.problem());
    }
  }
}
