package io.portage.decode.avro;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * The schema that an envelope requires of an event: a record with certain fields. Each field may be
 * in a union with null, and a long may have the logical type of a timestamp.
 *
 * @param fields the types that are allowed by field
 * @param description the record in words, for messages
 */
public record AvroEventSchema(Map<String, Set<Schema.Type>> fields, String description) {
  private static final Set<String> TIMES = Set.of("timestamp-millis", "timestamp-micros");

  /**
   * Parses a schema.
   *
   * @throws IllegalArgumentException if {@code text} is not a schema
   */
  public static Schema parseAny(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(
          "not an Avro schema: " + oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Parses a schema and checks its fields.
   *
   * @throws IllegalArgumentException if {@code text} is not a schema or lacks a field; the message
   *     names the missing fields
   */
  public Schema parse(String text) {
    return check(parseAny(text));
  }

  /**
   * Checks the fields of a schema and returns it.
   *
   * @throws IllegalArgumentException if it is not a record or lacks a field; the message names the
   *     missing fields
   */
  public Schema check(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "must be the schema of a record, is " + schema.getType().getName());
    }
    Set<String> missing = new TreeSet<>(fields.keySet());
    schema.getFields().forEach(field -> missing.remove(field.name()));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the Avro schema "
              + schema.getFullName()
              + " lacks "
              + String.join(", ", missing)
              + "; the format needs "
              + description);
    }
    new TreeMap<>(fields).forEach((name, allowed) -> check(schema, name, allowed));
    return schema;
  }

  private static void check(Schema record, String name, Set<Schema.Type> allowed) {
    Schema schema = record.getField(name).schema();
    List<Schema> branches =
        schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    for (Schema branch : branches) {
      LogicalType logical = branch.getLogicalType();
      boolean fits =
          branch.getType() == Schema.Type.NULL
              || (allowed.contains(branch.getType())
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

  static String oneLine(String message) {
    return message.replaceAll("\\s+", " ");
  }
}
