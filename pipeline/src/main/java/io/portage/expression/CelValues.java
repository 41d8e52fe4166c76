package io.portage.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelKind;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the values of a row to CEL's types and back. */
final class CelValues {
  private CelValues() {}

  /**
   * Converts a row's value. Null becomes CEL's null, because a Java null would make the result
   * unknown.
   */
  static Object toCel(@Nullable Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof String || value instanceof Long || value instanceof Boolean) {
      return value;
    }
    if (value instanceof BigDecimal number) {
      return new CelDecimal(number);
    }
    if (value instanceof byte[] bytes) {
      return CelByteString.of(bytes);
    }
    if (value instanceof Temporal && !(value instanceof Instant)) {
      return value.toString();
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      for (Object element : list) {
        copy.add(toCel(element));
      }
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, element) -> copy.put(key, toCel(element)));
      return copy;
    }
    return value;
  }

  /**
   * Converts a CEL value to a row's value.
   *
   * @throws ExpressionException if no column can hold the value
   */
  static @Nullable Object fromCel(Object value) throws ExpressionException {
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double
        || value instanceof Duration
        || value instanceof Instant) {
      return value;
    }
    if (value instanceof NullValue) {
      return null;
    }
    if (value instanceof UnsignedLong number) {
      return number.longValue() < 0 ? new BigDecimal(number.bigIntegerValue()) : number.longValue();
    }
    if (value instanceof CelDecimal number) {
      return number.value();
    }
    if (value instanceof CelByteString bytes) {
      return bytes.toByteArray();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      for (Object element : list) {
        copy.add(fromCel(element));
      }
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        copy.put(entry.getKey().toString(), fromCel(entry.getValue()));
      }
      return copy;
    }
    throw new ExpressionException(
        "the result is " + typeName(value) + ", which no column can hold");
  }

  /** Returns the name of a CEL type for messages. */
  static String typeName(CelKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of a value's type for messages. */
  static String typeName(Object value) {
    if (value instanceof NullValue) {
      return "null";
    }
    if (NumberComparison.isNumber(value)) {
      return "a number";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    if (value instanceof Map<?, ?>) {
      return "a map";
    }
    if (value instanceof Duration) {
      return "a duration";
    }
    if (value instanceof Instant) {
      return "a timestamp";
    }
    if (value instanceof CelByteString) {
      return "bytes";
    }
    return value instanceof Boolean ? "a boolean" : "a value of another type";
  }
}
