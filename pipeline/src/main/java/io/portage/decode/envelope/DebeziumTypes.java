package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import io.portage.model.EpochTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The converters of the scalar types that Debezium and Kafka Connect write in JSON and Avro, by
 * schema name.
 *
 * <p>PostgreSQL's infinite dates and timestamps, which Debezium sends as certain numbers, become
 * the text {@code infinity} and {@code -infinity}. PostgreSQL's date and timestamp columns accept
 * that text. It does not fit any other column, which is better than a date in the year 294247. ISO
 * text of {@code time.precision.mode=isostring} is parsed without the {@code Z} at its end. Zoned
 * times ({@code 10:33:23Z}), JSON, UUIDs, enums, intervals as text and XML stay text; years stay
 * numbers; structs (points) stay maps.
 */
public final class DebeziumTypes {
  /** The schema name of exact decimals, whose scale is a parameter of the schema. */
  public static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";

  private DebeziumTypes() {}

  /** Returns the converter for the schema name, or null if the name has no converter of its own. */
  public static @Nullable ValueConverter ofName(String name) {
    return switch (name) {
      case "io.debezium.data.VariableScaleDecimal" -> DebeziumTypes::variableDecimal;
      case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> DebeziumTypes::date;
      case "io.debezium.time.Time", "org.apache.kafka.connect.data.Time" -> time(EpochTimes.MILLIS);
      case "io.debezium.time.MicroTime" -> time(EpochTimes.MICROS);
      case "io.debezium.time.NanoTime" -> time(EpochTimes.NANOS);
      // Connect's Timestamp is an instant; Debezium uses it for columns without a time zone.
      case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
          dateTime(EpochTimes.MILLIS);
      case "io.debezium.time.MicroTimestamp" -> dateTime(EpochTimes.MICROS);
      case "io.debezium.time.NanoTimestamp" -> dateTime(EpochTimes.NANOS);
      case "io.debezium.time.ZonedTimestamp" -> DebeziumTypes::zoned;
      case "io.debezium.time.IsoDate" -> DebeziumTypes::isoDate;
      case "io.debezium.time.IsoTime" -> DebeziumTypes::isoTime;
      case "io.debezium.time.IsoTimestamp" -> DebeziumTypes::isoTimestamp;
      case "io.debezium.time.MicroDuration" -> duration(EpochTimes.MICROS);
      case "io.debezium.time.NanoDuration" -> duration(EpochTimes.NANOS);
      default -> null;
    };
  }

  /**
   * Returns the converter of exact decimals: the bytes of the unscaled value, in JSON in base64, or
   * a number.
   */
  public static ValueConverter decimal(int scale) {
    return value ->
        isNumber(value) ? exact(value) : new BigDecimal(new BigInteger(digits(value)), scale);
  }

  /** Returns bytes as they are, and decodes base64. */
  public static byte[] bytes(Object value) throws MalformedException {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (!(value instanceof String text)) {
      throw new MalformedException("not base64");
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not base64");
    }
  }

  /** Converts floating point: a JSON number as it is written, or the name of NaN or an infinity. */
  public static Object floating(Object value) throws MalformedException {
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
        && Math.abs(scale) <= ValueConverter.MAX_DIGITS
        && (struct.get("value") instanceof String || struct.get("value") instanceof byte[])) {
      return new BigDecimal(new BigInteger(digits(struct.get("value"))), scale.intValue());
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
    try {
      return EpochTimes.dateOrInfinity(whole(value));
    } catch (DateTimeException e) {
      throw new MalformedException("a date beyond the calendar");
    }
  }

  private static ValueConverter time(long perSecond) {
    return value -> EpochTimes.time(whole(value), perSecond);
  }

  private static ValueConverter dateTime(long perSecond) {
    return value -> {
      long count = whole(value);
      if (EpochTimes.isOverflow(count, perSecond)) {
        throw new MalformedException(EpochTimes.OVERFLOW);
      }
      return EpochTimes.dateTimeOrInfinity(count, perSecond);
    };
  }

  private static ValueConverter duration(long perSecond) {
    return value -> {
      long count = whole(value);
      if (EpochTimes.isLimit(count, perSecond)) {
        throw new MalformedException(EpochTimes.LIMIT);
      }
      return EpochTimes.duration(count, perSecond);
    };
  }

  private static Object isoDate(Object value) throws MalformedException {
    if (isInfinity(value)) {
      return value;
    }
    try {
      return EpochTimes.finite(LocalDate.parse(utc(value)));
    } catch (DateTimeException e) {
      throw new MalformedException("not an ISO date in UTC");
    }
  }

  private static Object isoTime(Object value) throws MalformedException {
    try {
      return LocalTime.parse(utc(value));
    } catch (DateTimeException e) {
      throw new MalformedException("not an ISO time in UTC");
    }
  }

  private static Object isoTimestamp(Object value) throws MalformedException {
    if (isInfinity(value)) {
      return value;
    }
    try {
      return EpochTimes.finite(LocalDateTime.parse(utc(value)));
    } catch (DateTimeException e) {
      throw new MalformedException("not an ISO date and time in UTC");
    }
  }

  /**
   * Returns the text without the Z at its end, which Debezium writes although the column has no
   * zone.
   */
  private static String utc(Object value) throws MalformedException {
    if (value instanceof String text && text.endsWith("Z")) {
      return text.substring(0, text.length() - 1);
    }
    throw new MalformedException("not ISO text in UTC");
  }

  private static Object zoned(Object value) throws MalformedException {
    if (isInfinity(value)) {
      return value;
    }
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException e) {
        throw new MalformedException("not a time with a zone");
      }
    }
    throw new MalformedException("not a time with a zone");
  }

  private static boolean isInfinity(Object value) {
    return EpochTimes.INFINITY.equals(value) || EpochTimes.MINUS_INFINITY.equals(value);
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
