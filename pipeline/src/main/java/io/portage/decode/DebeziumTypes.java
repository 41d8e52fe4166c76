package io.portage.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scalar types that Debezium and Kafka Connect write in JSON, by the name in the schema part.
 *
 * <p>PostgreSQL's infinite dates and timestamps, for which Debezium sends certain numbers, become
 * the text {@code infinity} and {@code -infinity}: PostgreSQL takes it, and elsewhere it does not
 * fit, which is better than a day in the year 294247. Zoned times ({@code 10:33:23Z}), JSON, UUIDs,
 * enums, intervals as text and XML stay text; years and durations stay numbers.
 */
final class DebeziumTypes {
  static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";
  // What PostgreSQL's driver takes for infinity, in the unit of the value or in one too fine.
  private static final long FOREVER = 9_223_372_036_825_200_000L;
  private static final long SINCE_EVER = -9_223_372_036_832_400_000L;
  private static final long FOREVER_DAYS = LocalDate.of(5_877_611, 6, 21).toEpochDay();
  private static final long SINCE_EVER_DAYS = LocalDate.of(-5_877_611, 6, 22).toEpochDay();

  private DebeziumTypes() {}

  /** The conversion of the type with this name, null where it has none of its own. */
  static @Nullable Conversion ofName(String name) {
    return switch (name) {
      case "io.debezium.data.VariableScaleDecimal" -> DebeziumTypes::variableDecimal;
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> DebeziumTypes::date;
      case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" -> time(Times.MILLIS);
      case "io.debezium.time.MicroTime" -> time(Times.MICROS);
      case "io.debezium.time.NanoTime" -> time(Times.NANOS);
      // Connect's Timestamp is an instant by itself; Debezium uses it for columns without a zone.
      case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
          dateTime(Times.MILLIS);
      case "io.debezium.time.MicroTimestamp" -> dateTime(Times.MICROS);
      case "io.debezium.time.NanoTimestamp" -> dateTime(Times.NANOS);
      case "io.debezium.time.ZonedTimestamp" -> DebeziumTypes::zoned;
      default -> null;
    };
  }

  /** Exact decimals: the bytes of the unscaled value in base64, or a number. */
  static Conversion decimal(int scale) {
    return value ->
        isNumber(value) ? exact(value) : new BigDecimal(new BigInteger(digits(value)), scale);
  }

  /** Bytes in base64. */
  static byte[] bytes(Object value) throws MalformedException {
    if (!(value instanceof String text)) {
      throw new MalformedException("not base64");
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64");
    }
  }

  /** Binary floating point: JSON's number as it is written, or a name where it has none. */
  static Object floating(Object value) throws MalformedException {
    if (isNumber(value)) {
      return value;
    }
    return switch (value instanceof String name ? name : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new MalformedException("not a number");
    };
  }

  private static Object variableDecimal(Object value) throws MalformedException {
    if (isNumber(value)) {
      return exact(value);
    }
    if (value instanceof Map<?, ?> struct
        && struct.get("scale") instanceof Long scale
        && Math.abs(scale) <= Json.MAX_DIGITS
        && struct.get("value") instanceof String base64) {
      return new BigDecimal(new BigInteger(digits(base64)), scale.intValue());
    }
    throw new MalformedException("not a decimal with its scale");
  }

  private static byte[] digits(Object value) throws MalformedException {
    byte[] digits = bytes(value);
    if (digits.length == 0) {
      throw new MalformedException("a decimal without digits");
    }
    return digits;
  }

  private static Object date(Object value) throws MalformedException {
    long days = whole(value);
    if (days == FOREVER_DAYS) {
      return INFINITY;
    }
    return days == SINCE_EVER_DAYS ? MINUS_INFINITY : Times.date(days);
  }

  private static Conversion time(long perSecond) {
    return value -> Times.time(whole(value), perSecond);
  }

  private static Conversion dateTime(long perSecond) {
    return value -> {
      long count = whole(value);
      if (isInfinite(count, FOREVER, Long.MAX_VALUE, perSecond)) {
        return INFINITY;
      }
      return isInfinite(count, SINCE_EVER, Long.MIN_VALUE, perSecond)
          ? MINUS_INFINITY
          : Times.dateTime(count, perSecond);
    };
  }

  /** Older releases took the driver's milliseconds for microseconds, and scaled them. */
  private static boolean isInfinite(long count, long end, long limit, long perSecond) {
    return count == end
        || count == limit
        || (perSecond == Times.MILLIS && count == end / (Times.MICROS / Times.MILLIS));
  }

  private static Object zoned(Object value) throws MalformedException {
    if (INFINITY.equals(value) || MINUS_INFINITY.equals(value)) {
      return value;
    }
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new MalformedException("not a time with a zone");
      }
    }
    throw new MalformedException("not a time with a zone");
  }

  private static long whole(Object value) throws MalformedException {
    if (value instanceof Long number) {
      return number;
    }
    throw new MalformedException("not a whole number");
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number;
  }

  private static BigDecimal exact(Object number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }
}
