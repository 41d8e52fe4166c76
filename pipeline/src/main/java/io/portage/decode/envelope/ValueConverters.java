package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the converters of structs, arrays and maps from those of their elements. */
public final class ValueConverters {
  private ValueConverters() {}

  /**
   * Converts the fields of a struct, which is a map.
   *
   * @param fields the converters by field; a field without one is not converted
   */
  public static ValueConverter struct(Map<String, ValueConverter> fields) {
    return fields.values().stream().allMatch(ValueConverter.NONE::equals)
        ? ValueConverter.NONE
        : value -> convert(value, name -> fields.getOrDefault(name, ValueConverter.NONE));
  }

  /** Converts the values of a map. */
  public static ValueConverter values(ValueConverter conversion) {
    return conversion == ValueConverter.NONE
        ? conversion
        // A map whose keys are not text is written as an array of pairs, and stays an array.
        : value -> value instanceof Map<?, ?> ? convert(value, name -> conversion) : value;
  }

  /** Converts the elements of an array. */
  public static ValueConverter each(ValueConverter conversion) {
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
}
