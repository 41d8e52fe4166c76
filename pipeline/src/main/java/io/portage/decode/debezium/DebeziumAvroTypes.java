package io.portage.decode.debezium;

import io.portage.decode.avro.AvroColumns;
import io.portage.decode.envelope.DebeziumTypes;
import io.portage.decode.envelope.ValueConverter;
import io.portage.decode.envelope.ValueConverters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The converters of the types that Kafka Connect's Avro converters write: the property {@code
 * connect.name} holds the name of Connect's schema.
 */
final class DebeziumAvroTypes {
  /** The columns of schemas that Kafka Connect's converters write. */
  static final AvroColumns COLUMNS =
      new AvroColumns(DebeziumAvroTypes::isEncoded, DebeziumAvroTypes::converter);

  private DebeziumAvroTypes() {}

  /** Returns the name of Connect's schema; for a record without one its own; otherwise empty. */
  static String name(Schema schema) {
    String name = schema.getProp("connect.name");
    if (name != null) {
      return name;
    }
    return schema.getType() == Schema.Type.RECORD ? schema.getFullName() : "";
  }

  /** Returns true if a converter, and not Avro's logical type, defines the values. */
  static boolean isEncoded(Schema schema) {
    return named(schema) != null;
  }

  /**
   * Returns the converter for values of this schema.
   *
   * @throws IllegalArgumentException if the schema contains itself, or a union of several types one
   *     of which needs a converter
   */
  static ValueConverter converter(Schema schema) {
    return converter(schema, List.of());
  }

  private static ValueConverter converter(Schema schema, List<Schema> outer) {
    ValueConverter named = named(schema);
    if (named != null) {
      return named;
    }
    return switch (schema.getType()) {
      case UNION -> union(schema, outer);
      case ARRAY -> ValueConverters.each(converter(schema.getElementType(), outer));
      case MAP -> ValueConverters.values(converter(schema.getValueType(), outer));
      case RECORD -> record(schema, outer);
      default -> ValueConverter.NONE;
    };
  }

  private static @Nullable ValueConverter named(Schema schema) {
    String name = name(schema);
    return name.equals(DebeziumTypes.DECIMAL) ? decimal(schema) : DebeziumTypes.ofName(name);
  }

  /** Returns null if Avro's logical type has the scale. */
  private static @Nullable ValueConverter decimal(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
      return null;
    }
    if (schema.getObjectProp("connect.parameters") instanceof Map<?, ?> parameters
        && parameters.get("scale") instanceof String scale) {
      try {
        return DebeziumTypes.decimal(Integer.parseInt(scale));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("a decimal whose scale is not a number", e);
      }
    }
    throw new IllegalArgumentException("a decimal without a scale");
  }

  private static ValueConverter union(Schema schema, List<Schema> outer) {
    List<ValueConverter> branches =
        schema.getTypes().stream()
            .filter(branch -> branch.getType() != Schema.Type.NULL)
            .map(branch -> converter(branch, outer))
            .toList();
    if (branches.stream().allMatch(ValueConverter.NONE::equals)) {
      return ValueConverter.NONE;
    }
    if (branches.size() > 1) {
      throw new IllegalArgumentException("a union of several types: " + schema);
    }
    return branches.get(0);
  }

  private static ValueConverter record(Schema schema, List<Schema> outer) {
    if (outer.contains(schema)) {
      throw new IllegalArgumentException("the record " + schema.getFullName() + " contains itself");
    }
    List<Schema> path = new ArrayList<>(outer);
    path.add(schema);
    Map<String, ValueConverter> fields = new HashMap<>();
    for (Schema.Field field : schema.getFields()) {
      fields.put(field.name(), converter(field.schema(), path));
    }
    return ValueConverters.struct(fields);
  }
}
