package io.portage.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Converts the epoch counts that sources send to dates and times. A unit is passed as the number of
 * units per second.
 *
 * <p>PostgreSQL's infinite dates and timestamps, which Debezium sends as certain numbers, become
 * the text {@link #INFINITY} or {@link #MINUS_INFINITY}.
 */
public final class EpochTimes {
  /** Milliseconds per second. */
  public static final long MILLIS = 1_000;

  /** Microseconds per second. */
  public static final long MICROS = 1_000_000;

  /** Nanoseconds per second. */
  public static final long NANOS = 1_000_000_000;

  /** PostgreSQL's text of the time after all dates. */
  public static final String INFINITY = "infinity";

  /** PostgreSQL's text of the time before all dates. */
  public static final String MINUS_INFINITY = "-infinity";

  private static final long DAY_SECONDS = 86_400;
  // The counts that PostgreSQL's driver uses for infinity, in the unit of the value or in a finer
  // unit.
  private static final long FOREVER = 9_223_372_036_825_200_000L;
  private static final long SINCE_EVER = -9_223_372_036_832_400_000L;
  // The same in nanoseconds, after an overflow.
  private static final long FOREVER_IN_NANOS = -29_575_808_000L;
  private static final long SINCE_EVER_IN_NANOS = 22_375_808_000L;
  // Debezium's dates for infinity. OVERFLOWN: FOREVER after an overflow, in releases before its
  // fix.
  private static final LocalDate FOREVER_DAY = LocalDate.of(5_877_611, 6, 21);
  private static final LocalDate FOREVER_DAY_OVERFLOWN = LocalDate.of(-5_877_611, 6, 21);
  private static final LocalDate SINCE_EVER_DAY = LocalDate.of(-5_877_611, 6, 22);

  /** The message for {@link #isOverflow}. */
  public static final String OVERFLOW =
      "nanoseconds that are either an infinity or a time: they cannot count an infinity; set the"
          + " connector's time.precision.mode to microseconds or isostring";

  /** The message for {@link #isLimit}. */
  public static final String LIMIT =
      "the limit of a count, which stands for every longer interval: set the connector's"
          + " interval.handling.mode to string";

  private EpochTimes() {}

  /**
   * The date {@code days} days after 1970-01-01.
   *
   * @throws DateTimeException if it is outside the calendar
   */
  public static LocalDate date(long days) {
    return LocalDate.ofEpochDay(days);
  }

  /**
   * The date {@code days} days after 1970-01-01, or the text of an infinity.
   *
   * @throws DateTimeException if it is outside the calendar
   */
  public static Object dateOrInfinity(long days) {
    return finite(date(days));
  }

  /** The date, or the text of the infinity that Debezium represents by it. */
  public static Object finite(LocalDate day) {
    if (day.equals(FOREVER_DAY) || day.equals(FOREVER_DAY_OVERFLOWN)) {
      return INFINITY;
    }
    return day.equals(SINCE_EVER_DAY) ? MINUS_INFINITY : day;
  }

  /**
   * The time of day, or the text {@code [-]HH:MM:SS.fraction} of a value outside one day:
   * PostgreSQL has 24:00, MySQL's TIME ranges from -838:59:59 to 838:59:59.
   */
  public static Object time(long value, long perSecond) {
    if (value >= 0 && value < DAY_SECONDS * perSecond) {
      return LocalTime.ofNanoOfDay(value * (NANOS / perSecond));
    }
    return clock(duration(value, perSecond));
  }

  /** The duration of {@code value} units. */
  public static Duration duration(long value, long perSecond) {
    return Duration.ofSeconds(Math.floorDiv(value, perSecond), nanos(value, perSecond));
  }

  /** The text {@code [-]HH:MM:SS.fraction}, without trailing zeros. */
  public static String clock(Duration duration) {
    Duration length = duration.abs();
    String text =
        String.format(
            Locale.ROOT,
            "%s%02d:%02d:%02d",
            duration.isNegative() ? "-" : "",
            length.toHours(),
            length.toMinutesPart(),
            length.toSecondsPart());
    int nanos = length.toNanosPart();
    return nanos == 0
        ? text
        : text + String.format(Locale.ROOT, ".%09d", nanos).replaceFirst("0+$", "");
  }

  /** The date and time without a zone. */
  public static LocalDateTime dateTime(long value, long perSecond) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(value, perSecond), nanos(value, perSecond), ZoneOffset.UTC);
  }

  /** The date and time without a zone, or the text of an infinity. */
  public static Object dateTimeOrInfinity(long value, long perSecond) {
    if (isInfinite(value, FOREVER, Long.MAX_VALUE, perSecond)) {
      return INFINITY;
    }
    return isInfinite(value, SINCE_EVER, Long.MIN_VALUE, perSecond)
        ? MINUS_INFINITY
        : dateTime(value, perSecond);
  }

  /**
   * Returns true for the two counts that Debezium's overflow makes of the infinities in
   * nanoseconds. They are also the counts of two times in 1969 and 1970.
   */
  public static boolean isOverflow(long count, long perSecond) {
    return perSecond == NANOS && (count == FOREVER_IN_NANOS || count == SINCE_EVER_IN_NANOS);
  }

  /** Returns true for the microseconds that Debezium sends for all longer intervals. */
  public static boolean isLimit(long count, long perSecond) {
    return perSecond == MICROS && (count == Long.MAX_VALUE || count == Long.MIN_VALUE);
  }

  /** The date and time, or the text of the infinity that Debezium represents by it. */
  public static Object finite(LocalDateTime dateTime) {
    Instant instant = dateTime.toInstant(ZoneOffset.UTC);
    if (instant.equals(instant(FOREVER, MICROS)) || instant.equals(instant(FOREVER, MILLIS))) {
      return INFINITY;
    }
    return instant.equals(instant(SINCE_EVER, MICROS))
            || instant.equals(instant(SINCE_EVER, MILLIS))
        ? MINUS_INFINITY
        : dateTime;
  }

  /** Older Debezium releases read the driver's milliseconds as microseconds and scaled them. */
  private static boolean isInfinite(long count, long end, long limit, long perSecond) {
    return count == end
        || count == limit
        || (perSecond == MILLIS && count == end / (MICROS / MILLIS));
  }

  /** The instant. */
  public static Instant instant(long value, long perSecond) {
    return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos(value, perSecond));
  }

  private static int nanos(long value, long perSecond) {
    return (int) (Math.floorMod(value, perSecond) * (NANOS / perSecond));
  }
}
