package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.DebeziumTypes;
import io.portage.decode.envelope.ValueConverter;
import io.portage.decode.envelope.ValueConverters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema part of Kafka Connect's JSON converter, as a value converter per column.
 *
 * @param name the schema's name, empty if it has none
 * @param before the converters of the columns of {@code before}
 * @param after the converters of the columns of {@code after}
 */
public record ConnectJsonSchema(
    String name, Map<String, ValueConverter> before, Map<String, ValueConverter> after) {
  /**
   * Compiles a schema part.
   *
   * @return null if it is not an object
   */
  public static @Nullable ConnectJsonSchema parse(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(bytes, from, to)) {
      parser.nextToken();
      return JsonValues.read(parser) instanceof Map<?, ?> schema
          ? new ConnectJsonSchema(
              schema.get("name") instanceof String name ? name : "",
              columns(field(schema, "before")),
              columns(field(schema, "after")))
          : null;
    }
  }

  /**
   * Compiles a schema part of a row without an envelope; {@link #after} has the row's columns.
   *
   * @return null if it is not an object
   */
  public static @Nullable ConnectJsonSchema parseRow(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(bytes, from, to)) {
      parser.nextToken();
      return JsonValues.read(parser) instanceof Map<?, ?> schema
          ? new ConnectJsonSchema(
              schema.get("name") instanceof String name ? name : "", Map.of(), columns(schema))
          : null;
    }
  }

  /**
   * Returns the converters of a row's columns: those of {@code before}, or of {@code after} if the
   * schema part has no {@code before}.
   *
   * @return null if the schema part is not an object
   */
  public static @Nullable Map<String, ValueConverter> ofRow(byte[] bytes, int from, int to)
      throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(bytes, from, to)) {
      parser.nextToken();
      if (!(JsonValues.read(parser) instanceof Map<?, ?> schema)) {
        return null;
      }
      Map<?, ?> before = field(schema, "before");
      return columns(before != null ? before : field(schema, "after"));
    }
  }

  /** Returns the converters of a struct's fields by name; empty for null. */
  public static Map<String, ValueConverter> columns(@Nullable Map<?, ?> struct)
      throws MalformedException {
    Map<String, ValueConverter> conversions = new HashMap<>();
    if (struct == null) {
      return conversions;
    }
    for (Map<?, ?> field : fields(struct)) {
      conversions.put(text(field, "field"), conversion(field));
    }
    return conversions;
  }

  private static @Nullable Map<?, ?> field(Map<?, ?> struct, String name)
      throws MalformedException {
    for (Map<?, ?> field : fields(struct)) {
      if (name.equals(field.get("field"))) {
        return field;
      }
    }
    return null;
  }

  private static List<Map<?, ?>> fields(Map<?, ?> struct) throws MalformedException {
    List<Map<?, ?>> fields = new ArrayList<>();
    if (struct.get("fields") instanceof List<?> list) {
      for (Object field : list) {
        if (!(field instanceof Map<?, ?> map)) {
          throw new MalformedException("the schema part has a field that is not an object");
        }
        fields.add(map);
      }
    }
    return fields;
  }

  /** Returns the converter for values of this schema. */
  public static ValueConverter conversion(Map<?, ?> schema) throws MalformedException {
    String name = schema.get("name") instanceof String text ? text : "";
    if (name.equals(DebeziumTypes.DECIMAL)) {
      return DebeziumTypes.decimal(scale(schema));
    }
    ValueConverter named = DebeziumTypes.ofName(name);
    if (named != null) {
      return named;
    }
    return switch (text(schema, "type")) {
      case "bytes" -> DebeziumTypes::bytes;
      case "float", "double" -> DebeziumTypes::floating;
      case "struct" -> ValueConverters.struct(columns(schema));
      case "array" -> ValueConverters.each(conversion(part(schema, "items")));
      case "map" -> ValueConverters.values(conversion(part(schema, "values")));
      default -> ValueConverter.NONE;
    };
  }

  private static int scale(Map<?, ?> schema) throws MalformedException {
    if (schema.get("parameters") instanceof Map<?, ?> parameters
        && parameters.get("scale") instanceof String scale) {
      try {
        return Integer.parseInt(scale);
      } catch (NumberFormatException e) {
        throw new MalformedException("the schema part has a decimal whose scale is not a number");
      }
    }
    throw new MalformedException("the schema part has a decimal without a scale");
  }

  private static Map<?, ?> part(Map<?, ?> schema, String name) throws MalformedException {
    if (schema.get(name) instanceof Map<?, ?> part) {
      return part;
    }
    throw new MalformedException("the schema part lacks the " + name + " of a type");
  }

  private static String text(Map<?, ?> schema, String name) throws MalformedException {
    if (schema.get(name) instanceof String text) {
      return text;
    }
    throw new MalformedException("the schema part lacks the " + name + " of a field");
  }
}
