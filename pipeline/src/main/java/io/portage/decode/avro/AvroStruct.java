package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.envelope.FieldNames;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A record that is read field by field, optionally in a union with null. Immutable. */
final class AvroStruct {
  private final AvroField[] fields;

  /** The number of branches of the union; 0 if there is no union. */
  private final int branches;

  private final int recordBranch;

  private AvroStruct(AvroField[] fields, int branches, int recordBranch) {
    this.fields = fields;
    this.branches = branches;
    this.recordBranch = recordBranch;
  }

  /**
   * A field.
   *
   * @param index the index of the name in the known names, or {@link
   *     io.portage.decode.envelope.EventReader#OTHER}
   * @param reader reads the value
   * @param struct the value as a record, or null if it is of another type
   */
  record AvroField(int index, AvroReader reader, @Nullable AvroStruct struct) {}

  /** Compiles one field of a record. */
  @FunctionalInterface
  interface FieldCompiler {
    AvroField compile(int index, Schema.Field field);
  }

  /** Returns null if the schema is not a record, optionally in a union with null. */
  static @Nullable AvroStruct of(Schema schema, FieldNames known, FieldCompiler compiler) {
    List<Schema> branches =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    int record = -1;
    for (int i = 0; i < branches.size(); i++) {
      Schema.Type type = branches.get(i).getType();
      if (type == Schema.Type.RECORD && record < 0) {
        record = i;
      } else if (type != Schema.Type.NULL) {
        return null;
      }
    }
    if (record < 0) {
      return null;
    }
    AvroField[] fields =
        branches.get(record).getFields().stream()
            .map(field -> compiler.compile(known.indexOf(field.name()), field))
            .toArray(AvroField[]::new);
    return new AvroStruct(
        fields, schema.getType() == Schema.Type.UNION ? branches.size() : 0, record);
  }

  /** Returns the number of fields. */
  int size() {
    return fields.length;
  }

  /** Returns the field at this place. */
  AvroField field(int place) {
    return fields[place];
  }

  /** Reads the union's branch; false if the value is null. */
  boolean begin(BoundedAvroDecoder in) throws MalformedException {
    return branches == 0 || in.readIndex(branches) == recordBranch;
  }
}
