package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Fits dates with a time and without a zone. An instant is rejected, because without a zone its
 * local time is unknown; so is a number, because its unit is unknown.
 */
public final class TimestampFitter implements TypeFitter {
  private static final LocalDateTime END = LocalDateTime.of(294_277, 1, 1, 0, 0);

  private final String instantType;

  /** A rule whose messages recommend {@code instantType}, the database's type of instants. */
  public TimestampFitter(String instantType) {
    this.instantType = instantType;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof LocalDateTime dateTime) {
      return inRange(column, dateTime);
    } else if (value instanceof LocalDate date) {
      return inRange(column, date.atStartOfDay());
    } else if (value instanceof String text) {
      return DateFitter.isInfinity(text) ? text : inRange(column, parse(column, text));
    } else if (value instanceof Long) {
      throw new ValueDoesNotFitException(column, "a number whose unit is unknown");
    } else if (value instanceof Instant) {
      throw new ValueDoesNotFitException(
          column,
          "an instant in a column without a zone: give the column the type "
              + instantType
              + ", or"
              + " convert it to local time in a computed column");
    }
    throw TypeFitter.refused(column, value);
  }

  private static LocalDateTime parse(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    try {
      return LocalDateTime.parse(DateFitter.iso(text));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(
          column, "text that is not an ISO date and time without a zone");
    }
  }

  private static LocalDateTime inRange(TargetColumn column, LocalDateTime dateTime)
      throws ValueDoesNotFitException {
    TimeFitter.checkStep(column, dateTime);
    if (dateTime.toLocalDate().isBefore(DateFitter.FIRST) || !dateTime.isBefore(END)) {
      throw DateFitter.outOfRange(column);
    }
    return dateTime;
  }
}
