package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;

/**
 * Fits dates, from a date, midnight of a date, ISO text, {@code infinity}, or a number of days
 * since 1970 in the years 1 to 9999.
 */
public final class DateFitter implements TypeFitter {
  /** The first day of every PostgreSQL type: 24 November 4714 BC. */
  static final LocalDate FIRST = LocalDate.of(-4713, 11, 24);

  /**
   * The limits of a number of days: 0001-01-01 and 9999-12-31. A number of another meaning, such as
   * 20240229, is beyond them. Numbers whose unit the source declares come here as dates.
   */
  private static final long FIRST_NUMBER = LocalDate.of(1, 1, 1).toEpochDay();

  private static final long LAST_NUMBER = LocalDate.of(9999, 12, 31).toEpochDay();

  private static final LocalDate LAST = LocalDate.of(5_874_897, 12, 31);

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof LocalDate date) {
      return inRange(column, date);
    } else if (value instanceof Long days) {
      if (days < FIRST_NUMBER || days > LAST_NUMBER) {
        throw new ValueDoesNotFitException(
            column,
            "a number that is no day of the years 1 to 9999: a number counts days since 1970-01-01;"
                + " send a date like 20240229 as text, 2024-02-29");
      }
      return LocalDate.ofEpochDay(days);
    } else if (value instanceof LocalDateTime dateTime) {
      if (!dateTime.toLocalTime().equals(LocalTime.MIDNIGHT)) {
        throw new ValueDoesNotFitException(column, "has a time of day");
      }
      return inRange(column, dateTime.toLocalDate());
    } else if (value instanceof String text) {
      return isInfinity(text) ? text : inRange(column, parse(column, text));
    }
    throw TypeFitter.refused(column, value);
  }

  /** Returns true for PostgreSQL's values beyond all dates. */
  public static boolean isInfinity(String text) {
    return text.equals("infinity") || text.equals("-infinity");
  }

  private static LocalDate parse(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return LocalDate.parse(iso(text));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "text that is not an ISO date");
    }
  }

  /**
   * Converts PostgreSQL's text to ISO: a space between date and time, a year of more than four
   * digits without a sign, and {@code BC} at the end. The year 0 is 1 BC, as in ISO 8601 and in the
   * texts of Debezium.
   */
  static String iso(String text) {
    boolean era = text.endsWith(" BC");
    String rest = era ? text.substring(0, text.length() - 3) : text;
    int space = rest.indexOf(' ');
    String joined = space < 0 ? rest : rest.substring(0, space) + 'T' + rest.substring(space + 1);
    int year = joined.indexOf('-');
    if (year < 4 || year > 7 || !isDigits(joined, year)) {
      return era ? text : joined;
    }
    if (era) {
      int proleptic = 1 - Integer.parseInt(joined.substring(0, year));
      String sign = proleptic == 0 ? "" : "-";
      return String.format(Locale.ROOT, "%s%04d", sign, -proleptic) + joined.substring(year);
    }
    return year == 4 ? joined : '+' + joined;
  }

  private static boolean isDigits(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static LocalDate inRange(TargetColumn column, LocalDate date)
      throws ValueDoesNotFitException {
    if (date.isBefore(FIRST) || date.isAfter(LAST)) {
      throw outOfRange(column);
    }
    return date;
  }

  /**
   * Returns false for a date, with a time or without, that no database has: the number of an
   * infinity, for example.
   */
  static boolean isInAnyRange(Object value) {
    LocalDate date =
        value instanceof LocalDate only
            ? only
            : value instanceof LocalDateTime dateTime ? dateTime.toLocalDate() : FIRST;
    return !date.isBefore(FIRST) && !date.isAfter(LAST);
  }

  static ValueDoesNotFitException outOfRange(TargetColumn column) {
    return new ValueDoesNotFitException(column, "a date out of range");
  }
}
