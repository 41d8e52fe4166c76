package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.SourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/** Reads keys in binary Avro of one schema: a record with the key's columns, or a single value. */
public final class AvroKeyReader {
  private record KeyColumn(String name, AvroReader reader, ValueConverter conversion) {}

  private final List<KeyColumn> columns;
  private final boolean isRecord;

  /**
   * Compiles the readers.
   *
   * @param schema the key's schema
   * @param encoded the types whose logical type is not applied, see {@link AvroTypes}
   * @param converters the converter of a column's values by its schema
   */
  public AvroKeyReader(
      Schema schema, Predicate<Schema> encoded, Function<Schema, ValueConverter> converters) {
    AvroTypes types = new AvroTypes(encoded);
    this.isRecord = schema.getType() == Schema.Type.RECORD;
    this.columns =
        isRecord
            ? schema.getFields().stream()
                .map(
                    field ->
                        new KeyColumn(
                            field.name(),
                            types.reader(field.schema()),
                            converters.apply(field.schema())))
                .toList()
            : List.of(new KeyColumn("", types.reader(schema), converters.apply(schema)));
  }

  /** Reads a key. A key that cannot be read is {@link SourceKey#none} with the reason. */
  public SourceKey read(byte[] key) {
    return read(key, 0);
  }

  /** The same behind a header of {@code start} bytes. */
  SourceKey read(byte[] key, int start) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    try {
      BoundedAvroDecoder in = new BoundedAvroDecoder(key, start);
      for (KeyColumn column : columns) {
        Object value = column.reader.read(in);
        if (value != null) {
          names.add(column.name);
          values.add(column.conversion.convert(value));
        }
      }
      if (in.left() > 0) {
        return SourceKey.none("something follows it from byte " + in.at());
      }
    } catch (MalformedException e) {
      return SourceKey.none(e.problem());
    }
    if (isRecord) {
      return SourceKey.of(Row.of(Columns.of(names), values.toArray()), /* typed= */ true);
    }
    return values.isEmpty()
        ? SourceKey.none("it is null")
        : SourceKey.ofValue(values.get(0), /* typed= */ true);
  }
}
