package io.portage.target.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one field travel to PostgreSQL: as an array of one of the few types that the
 * driver sends in binary, and back to the column's type in the statement, exactly.
 *
 * <p>Dates and times travel as numbers, so no time zone has a part in it. {@link #TEXT} takes
 * everything, by PostgreSQL's own reading of text.
 */
public enum ArrayBinding {
  /** Whole numbers. */
  LONG("int8"),
  /** Floating point. */
  DOUBLE("float8"),
  /** Truth values. */
  BOOL("bool"),
  /** Bytes. */
  BYTES("bytea"),
  /** Days since 1970. */
  DATE("int4"),
  /** Microseconds of the day. */
  TIME("int8"),
  /** Microseconds since 1970 on the clock on the wall. */
  TIMESTAMP("int8"),
  /** Microseconds since 1970. */
  TIMESTAMPTZ("int8"),
  /** Anything, as text. */
  TEXT("text");

  /** Beyond this PostgreSQL's product of an interval and a number is no longer exact. */
  private static final long EXACT_MICROS = 1L << 53;

  private final String element;

  ArrayBinding(String element) {
    this.element = element;
  }

  /** The type of the array's elements. */
  String element() {
    return element;
  }

  /** The lane for all of {@code values}, which are to become values of {@code type}. */
  public static ArrayBinding of(String type, @Nullable Object[] values) {
    ArrayBinding lane = ofType(type);
    if (lane == TEXT) {
      return TEXT;
    }
    for (Object value : values) {
      if (value != null && !lane.takes(value)) {
        return TEXT;
      }
    }
    return lane;
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

  /** An empty array for {@code size} elements, of the class that the driver sends in binary. */
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

  /** The element that stands for {@code value}, which is not null and which this lane takes. */
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

  /** The expression that makes a value of {@code type} of the element {@code name}. */
  String expression(String name, String type) {
    return switch (this) {
      case LONG, DOUBLE, BOOL, BYTES -> type.equals(element) ? name : cast(name, type);
      case DATE -> "DATE 'epoch' + " + name;
      case TIME -> "TIME '00:00' + " + name + " * INTERVAL '1 microsecond'";
      case TIMESTAMP -> "TIMESTAMP 'epoch' + " + name + " * INTERVAL '1 microsecond'";
      case TIMESTAMPTZ -> "TIMESTAMPTZ 'epoch' + " + name + " * INTERVAL '1 microsecond'";
      // A cast would cut what is too long for a varchar without a word; an assignment refuses it.
      case TEXT ->
          switch (type) {
            case "text", "varchar" -> name;
            // Read as money, a text would depend on the database's locale.
            case "money" -> name + "::numeric::money";
            default -> cast(name, type);
          };
    };
  }

  private static String cast(String name, String type) {
    return name + "::" + PostgresSql.qualified(type);
  }
}
