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
 * Dates and times of the counts that sources send. A unit is given as how many make a second.
 *
 * <p>PostgreSQL's infinite dates and timestamps, for which Debezium sends certain numbers, become
 * the text {@link #INFINITY} or {@link #MINUS_INFINITY}.
 */
public final class EpochTimes {
  /** Milliseconds. */
  public static final long MILLIS = 1_000;

  /** Microseconds. */
  public static final long MICROS = 1_000_000;

  /** Nanoseconds. */
  public static final long NANOS = 1_000_000_000;

  /** What lies behind all dates, as PostgreSQL writes it. */
  public static final String INFINITY = "infinity";

  /** What lies before all dates, as PostgreSQL writes it. */
  public static final String MINUS_INFINITY = "-infinity";

  private static final long DAY_SECONDS = 86_400;
  // What PostgreSQL's driver takes for infinity, in the unit of the value or in one too fine.
  private static final long FOREVER = 9_223_372_036_825_200_000L;
  private static final long SINCE_EVER = -9_223_372_036_832_400_000L;
  // Debezium's days: the second is the first after an overflow, in releases before it was mended.
  private static final LocalDate FOREVER_DAY = LocalDate.of(5_877_611, 6, 21);
  private static final LocalDate FOREVER_DAY_OVERFLOWN = LocalDate.of(-5_877_611, 6, 21);
  private static final LocalDate SINCE_EVER_DAY = LocalDate.of(-5_877_611, 6, 22);

  private EpochTimes() {}

  /**
   * The day so many days after 1970-01-01.
   *
   * @throws DateTimeException when it lies beyond the calendar
   */
  public static LocalDate date(long days) {
    return LocalDate.ofEpochDay(days);
  }

  /**
   * The day so many days after 1970-01-01, or the text of an infinity.
   *
   * @throws DateTimeException when it lies beyond the calendar
   */
  public static Object dateOrInfinity(long days) {
    return finite(date(days));
  }

  /** The day, or the text of the infinity that Debezium sends it for. */
  public static Object finite(LocalDate day) {
    if (day.equals(FOREVER_DAY) || day.equals(FOREVER_DAY_OVERFLOWN)) {
      return INFINITY;
    }
    return day.equals(SINCE_EVER_DAY) ? MINUS_INFINITY : day;
  }

  /**
   * The time of day; or text, {@code [-]HH:MM:SS.fraction}, where it is none: PostgreSQL has 24:00,
   * MySQL's TIME goes from -838:59:59 to 838:59:59.
   */
  public static Object time(long value, long perSecond) {
    if (value >= 0 && value < DAY_SECONDS * perSecond) {
      return LocalTime.ofNanoOfDay(value * (NANOS / perSecond));
    }
    return clock(duration(value, perSecond));
  }

  /** The length of time. */
  public static Duration duration(long value, long perSecond) {
    return Duration.ofSeconds(Math.floorDiv(value, perSecond), nanos(value, perSecond));
  }

  /** The text {@code [-]HH:MM:SS.fraction}, without zeros at its end. */
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

  /** The date and time, or the text of the infinity that Debezium sends it for. */
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

  /** Older releases took the driver's milliseconds for microseconds, and scaled them. */
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
