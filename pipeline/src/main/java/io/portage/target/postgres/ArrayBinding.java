package io.portage.target.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The binding of one field's values to a statement parameter: an array of one of the few types that
 * the driver sends in binary, which the statement converts back to the column's type exactly.
 *
 * <p>Dates and times are bound as numbers, so no time zone is involved. {@link #TEXT} binds every
 * value; PostgreSQL parses the text.
 */
public enum ArrayBinding {
  /** Whole numbers. */
  LONG("int8"),
  /** Floating-point numbers. */
  DOUBLE("float8"),
  /** Booleans. */
  BOOL("bool"),
  /** Bytes. */
  BYTES("bytea"),
  /** Days since 1970. */
  DATE("int4"),
  /** Microseconds of the day. */
  TIME("int8"),
  /** Microseconds since 1970 in local time. */
  TIMESTAMP("int8"),
  /** Microseconds since 1970. */
  TIMESTAMPTZ("int8"),
  /** Values of all types, as text. */
  TEXT("text");

  /** Above this number, PostgreSQL's product of an interval and a number is no longer exact. */
  private static final long EXACT_MICROS = 1L << 53;

  private final String element;

  ArrayBinding(String element) {
    this.element = element;
  }

  /** Returns the type of the array's elements. */
  String element() {
    return element;
  }

  /**
   * Returns the binding for all of {@code values}.
   *
   * @param type the name of the column's type; null for the texts of keys
   */
  public static ArrayBinding of(@Nullable String type, @Nullable Object[] values) {
    ArrayBinding binding = type == null ? TEXT : ofType(type);
    if (binding == TEXT) {
      return TEXT;
    }
    for (Object value : values) {
      if (value != null && !binding.takes(value)) {
        return TEXT;
      }
    }
    return binding;
  }

  private static ArrayBinding ofType(String type) {
    return switch (type) {
      case "int2", "int4", "int8" -> LONG;
      case "float4", "float8" -> DOUBLE;
      case "bool" -> BOOL;
      case "bytea" -> BYTES;
      case "date" -> DATE;
      case "time" -> TIME;
      case "timestamp" -> TIMESTAMP;
      case "timestamptz" -> TIMESTAMPTZ;
      default -> TEXT;
    };
  }

  private boolean takes(Object value) {
    return switch (this) {
      case LONG -> value instanceof Long;
      case DOUBLE -> value instanceof Double;
      case BOOL -> value instanceof Boolean;
      case BYTES -> value instanceof byte[];
      case DATE -> value instanceof LocalDate date && (int) date.toEpochDay() == date.toEpochDay();
      case TIME -> value instanceof LocalTime;
      case TIMESTAMP ->
          value instanceof LocalDateTime local && isExact(local.toEpochSecond(ZoneOffset.UTC));
      case TIMESTAMPTZ -> value instanceof Instant instant && isExact(instant.getEpochSecond());
      case TEXT -> true;
    };
  }

  private static boolean isExact(long seconds) {
    return Math.abs(seconds) < EXACT_MICROS / 1_000_000 - 1;
  }

  /**
   * Returns an empty array of {@code size} elements, of the class that the driver sends in binary.
   */
  @Nullable Object[] array(int size) {
    return switch (this) {
      case LONG, TIME, TIMESTAMP, TIMESTAMPTZ -> new Long[size];
      case DOUBLE -> new Double[size];
      case BOOL -> new Boolean[size];
      case BYTES -> new byte[size][];
      case DATE -> new Integer[size];
      case TEXT -> new String[size];
    };
  }

  /**
   * Converts {@code value}, which is not null and which this binding takes, to an array element.
   */
  Object element(Object value) throws SQLException {
    return switch (this) {
      case LONG, DOUBLE, BOOL, BYTES -> value;
      case DATE -> (int) ((LocalDate) value).toEpochDay();
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1_000;
      case TIMESTAMP -> micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
      case TIMESTAMPTZ -> micros((Instant) value);
      case TEXT -> PostgresText.of(value);
    };
  }

  private static Long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  /**
   * Returns the SQL expression that converts the element {@code name} to {@code type}.
   *
   * @param type null for the texts of keys
   */
  String expression(String name, @Nullable String type) {
    return type == null ? name : converted(name, type);
  }

  private String converted(String name, String type) {
    return switch (this) {
      case LONG, DOUBLE, BOOL, BYTES -> type.equals(element) ? name : cast(name, type);
      case DATE -> "DATE 'epoch' + " + name;
      case TIME -> "TIME '00:00' + " + name + " * INTERVAL '1 microsecond'";
      case TIMESTAMP -> "TIMESTAMP 'epoch' + " + name + " * INTERVAL '1 microsecond'";
      case TIMESTAMPTZ -> "TIMESTAMPTZ 'epoch' + " + name + " * INTERVAL '1 microsecond'";
      // A cast to varchar truncates a text that is too long; an assignment rejects it.
      case TEXT ->
          switch (type) {
            case "text", "varchar" -> name;
            // Parsed as money, the text would depend on the database's locale.
            case "money" -> name + "::numeric::money";
            default -> cast(name, type);
          };
    };
  }

  private static String cast(String name, String type) {
    return name + PostgresSql.castTo(type);
  }
}
