package io.portage.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The schema shape of the format {@code avro}: a record with the fields {@code op} (a string or an
 * enum), {@code before} and {@code after} (a record each) and {@code timestamp_ms} (a long, or a
 * timestamp); each may be in a union with null.
 */
public final class AvroEnvelopeShape {
  private static final Set<String> TIMES = Set.of("timestamp-millis", "timestamp-micros");

  private AvroEnvelopeShape() {}

  /**
   * Parses a schema and checks its shape.
   *
   * @throws IllegalArgumentException if {@code text} is not a schema or not of this shape; the
   *     message names the missing fields
   */
  public static Schema parse(String text) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(
          "not an Avro schema: " + oneLine(String.valueOf(e.getMessage())), e);
    }
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "must be the schema of a record, is " + schema.getType().getName());
    }
    Set<String> missing = new TreeSet<>(List.of("op", "before", "after", "timestamp_ms"));
    schema.getFields().forEach(field -> missing.remove(field.name()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the Avro schema "
              + schema.getFullName()
              + " lacks "
              + String.join(", ", missing)
              + "; the format needs a record with op (a string or an enum), before and after (a"
              + " record each) and timestamp_ms (a long)");
    }
    check(schema, "op", Schema.Type.STRING, Schema.Type.ENUM);
    check(schema, "before", Schema.Type.RECORD);
    check(schema, "after", Schema.Type.RECORD);
    check(schema, "timestamp_ms", Schema.Type.LONG);
    return schema;
  }

  private static void check(Schema record, String name, Schema.Type... allowed) {
    Schema schema = record.getField(name).schema();
    List<Schema> branches =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    for (Schema branch : branches) {
      LogicalType logical = branch.getLogicalType();
      boolean fits =
          branch.getType() == Schema.Type.NULL
              || (List.of(allowed).contains(branch.getType())
                  && (logical == null || TIMES.contains(logical.getName())));
      if (!fits) {
        throw new IllegalArgumentException(
            "the Avro schema's field "
                + name
                + " cannot be of type "
                + (logical == null ? branch.getType().getName() : logical.getName()));
      }
    }
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ");
  }
}
