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
 * and before 2106-02-07, or before 2038-01-19 where the server says so.
 *
 * @param type the rule of values
 */
record YearRangeFitter(TypeFitter type) implements TypeFitter {
  private static final int LAST_YEAR = 9_999;
  private static final long LAST_SECOND = 4_294_967_295L;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    Object fitted = type.fit(column, value);
    if (fitted instanceof Instant instant && column.family() == TypeFamily.INSTANT) {
      return checked(
          column, fitted, instant.getEpochSecond() >= 1 && instant.getEpochSecond() <= LAST_SECOND);
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
