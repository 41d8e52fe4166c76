package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Limits dates and times to the years 1 to 9999, and a TIMESTAMP to its epoch: after 1970 begins,
 * to the server's last second.
 *
 * @param type the rule of values
 * @param lastSecond the last second of a TIMESTAMP
 */
record YearRangeFitter(TypeFitter type, long lastSecond) implements TypeFitter {
  private static final int LAST_YEAR = 9_999;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    Object fitted = type.fit(column, value);
    if (fitted instanceof Instant instant && column.family() == TypeFamily.INSTANT) {
      return checked(
          column, fitted, instant.getEpochSecond() >= 1 && instant.getEpochSecond() <= lastSecond);
    } else if (fitted instanceof LocalDate date) {
      return checked(column, fitted, isYear(date.getYear()));
    } else if (fitted instanceof LocalDateTime dateTime) {
      return checked(column, fitted, isYear(dateTime.getYear()));
    }
    throw new ValueDoesNotFitException(column, "a value that only PostgreSQL has");
  }

  private static boolean isYear(int year) {
    return year >= 1 && year <= LAST_YEAR;
  }

  private static Object checked(TargetColumn column, Object value, boolean inRange)
      throws ValueDoesNotFitException {
    if (!inRange) {
      throw new ValueDoesNotFitException(column, "a date out of range");
    }
    return value;
  }
}
