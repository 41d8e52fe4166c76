package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Fits times of day without a zone, to the microsecond; {@code 24:00:00} is kept as text. */
public final class TimeFitter implements TypeFitter {
  private static final String END_OF_DAY = "24:00:00";

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof LocalTime time) {
      checkStep(column, time);
      return time;
    } else if (value instanceof String text) {
      return text.equals(END_OF_DAY) ? text : fit(column, parse(column, text));
    } else if (value instanceof Long) {
      throw new ValueDoesNotFitException(column, "a number whose unit is unknown");
    }
    throw TypeFitter.refused(column, value);
  }

  private static LocalTime parse(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "text that is not an ISO time without a zone");
    }
  }

  /** Rejects a value that is finer than the column's step: PostgreSQL would round it. */
  public static void checkStep(TargetColumn column, TemporalAccessor time)
      throws ValueDoesNotFitException {
    if (time.get(ChronoField.NANO_OF_SECOND) % (1_000L * Math.max(column.length(), 1)) != 0) {
      throw tooFine(column);
    }
  }

  /**
   * {@link #checkStep} for a time that is kept as text: checks the digits after each decimal point.
   */
  public static void checkFraction(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    int most = digits(column);
    int digits = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      digits = c == '.' || c == ',' ? 0 : digit && digits >= 0 ? digits + 1 : -1;
      if (digits > most && c != '0') {
        throw tooFine(column);
      }
    }
  }

  private static int digits(TargetColumn column) {
    int digits = 6;
    for (int step = column.length(); step > 1; step /= 10) {
      digits--;
    }
    return digits;
  }

  private static ValueDoesNotFitException tooFine(TargetColumn column) {
    int digits = digits(column);
    return new ValueDoesNotFitException(
        column,
        digits == 6 ? "finer than a microsecond" : "more than " + digits + " digits of a second");
  }
}
