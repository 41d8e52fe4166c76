package io.portage.decode.envelope;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.json.Json;
import io.portage.decode.json.JsonValues;
import io.portage.decode.json.ValueConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles the schema part of Kafka Connect's JSON converter to a value converter per column. */
public final class DebeziumSchema {
  private DebeziumSchema() {}

  /** Creates the readers of the images that a schema part describes. */
  static ImageReaders images(byte[] bytes, int from, int to, UnavailablePlaceholder unavailable)
      throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(bytes, from, to)) {
      parser.nextToken();
      if (!(JsonValues.read(parser) instanceof Map<?, ?> schema)) {
        return ImageReaders.untyped(unavailable);
      }
      return ImageReaders.of(
          unavailable,
          columns(field(schema, "before")),
          columns(field(schema, "after")),
          ImageReaders.RecordKind.ofSchema(schema.get("name") instanceof String name ? name : ""));
    }
  }

  /**
   * Returns the converters of a row's columns: those of {@code before}, or of {@code after} if the
   * schema part has no {@code before}.
   *
   * @return null if the schema part is not an object
   */
  static @Nullable Map<String, ValueConverter> ofRow(byte[] bytes, int from, int to)
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
      case "struct" -> struct(columns(schema));
      case "array" -> each(conversion(part(schema, "items")));
      case "map" -> values(conversion(part(schema, "values")));
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

  private static ValueConverter struct(Map<String, ValueConverter> conversions) {
    return conversions.values().stream().allMatch(ValueConverter.NONE::equals)
        ? ValueConverter.NONE
        : value -> convert(value, name -> conversions.getOrDefault(name, ValueConverter.NONE));
  }

  private static ValueConverter values(ValueConverter conversion) {
    return conversion == ValueConverter.NONE
        ? conversion
        // A map whose keys are not text is written as an array of pairs, and stays an array.
        : value -> value instanceof Map<?, ?> ? convert(value, name -> conversion) : value;
  }

  private static ValueConverter each(ValueConverter conversion) {
    return conversion == ValueConverter.NONE
        ? conversion
        : value -> {
          if (!(value instanceof List<?> list)) {
            throw new MalformedException("not an array");
          }
          List<@Nullable Object> converted = new ArrayList<>(list.size());
          for (Object element : list) {
            converted.add(element == null ? null : conversion.convert(element));
          }
          return Collections.unmodifiableList(converted);
        };
  }

  private static Object convert(Object value, Function<Object, ValueConverter> conversions)
      throws MalformedException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new MalformedException("not an object");
    }
    Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object part = entry.getValue();
      converted.put(
          entry.getKey(), part == null ? null : conversions.apply(entry.getKey()).convert(part));
    }
    return Collections.unmodifiableMap(converted);
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
