package io.portage.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Dates and times of the counts that sources send. A unit is given as how many make a second. */
final class Times {
  static final long MILLIS = 1_000;
  static final long MICROS = 1_000_000;
  static final long NANOS = 1_000_000_000;
  private static final long DAY_SECONDS = 86_400;

  private Times() {}

  /** The day so many days after 1970-01-01. */
  static LocalDate date(long days) throws MalformedException {
    try {
      return LocalDate.ofEpochDay(days);
    } catch (DateTimeException e) {
      throw new MalformedException("a date beyond the calendar");
    }
  }

  /**
   * The time of day; or text, {@code [-]HH:MM:SS.fraction}, where it is none: PostgreSQL has 24:00,
   * MySQL's TIME goes from -838:59:59 to 838:59:59.
   */
  static Object time(long value, long perSecond) {
    if (value >= 0 && value < DAY_SECONDS * perSecond) {
      return LocalTime.ofNanoOfDay(value * (NANOS / perSecond));
    }
    long seconds = Math.abs(value / perSecond);
    long nanos = Math.abs(value % perSecond) * (NANOS / perSecond);
    String text =
        String.format(
            Locale.ROOT,
            "%s%02d:%02d:%02d",
            value < 0 ? "-" : "",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60);
    return nanos == 0 ? text : text + String.format(Locale.ROOT, ".%09d", nanos);
  }

  /** The date and time without a zone. */
  static LocalDateTime dateTime(long value, long perSecond) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(value, perSecond), nanos(value, perSecond), ZoneOffset.UTC);
  }

  /** The instant. */
  static Instant instant(long value, long perSecond) {
    return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos(value, perSecond));
  }

  private static int nanos(long value, long perSecond) {
    return (int) (Math.floorMod(value, perSecond) * (NANOS / perSecond));
  }
}
