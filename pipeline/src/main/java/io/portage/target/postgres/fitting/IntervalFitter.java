package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;
import io.portage.target.fitting.TimeFitter;
import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fits intervals, as text that the database reads without rounding or truncation. A duration and a
 * time of day become ISO 8601. A number is rejected, because its unit is unknown.
 *
 * <p>If the column keeps only coarse units ({@code interval day}), only ISO 8601 is accepted,
 * because its units can be checked.
 */
final class IntervalFitter implements TypeFitter {
  private static final Pattern ISO =
      Pattern.compile(
          "P(?:([-+]?\\d+)Y)?(?:([-+]?\\d+)M)?(?:([-+]?\\d+)D)?"
              + "(?:T(?:([-+]?\\d+)H)?(?:([-+]?\\d+)M)?(?:([-+]?\\d+(?:\\.\\d+)?)S)?)?");

  /**
   * A fraction of a year, month, week or day (ISO 8601), or of a unit of more than an hour in
   * PostgreSQL's own texts: the database converts it, with 30 days in a month and 24 hours in a
   * day.
   */
  private static final Pattern FRACTION_OF_DAYS =
      Pattern.compile(
          "^[-+]?P[^T]*[.,]\\d*[YMWD].*|.*[.]\\d*\\s*(?:y|mon|w|f|d|c|mil(?!lis)).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = text(column, value);
    if (FRACTION_OF_DAYS.matcher(text).matches()) {
      throw new ValueDoesNotFitException(
          column,
          "a fraction of a day or a longer unit, which the database would convert to days and hours"
              + " (half a month to 15 days): write whole units");
    }
    TextFitter.checkCharacters(column, text);
    TimeFitter.checkFraction(column, text);
    if (column.scale() != TargetColumn.WHOLE_INTERVAL) {
      checkUnits(column, text);
    }
    return text;
  }

  private static String text(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof Duration duration) {
      return duration.toString();
    } else if (value instanceof LocalTime time) {
      return Duration.ofNanos(time.toNanoOfDay()).toString();
    } else if (value instanceof Long) {
      throw new ValueDoesNotFitException(column, "a number whose unit is unknown");
    }
    throw TypeFitter.refused(column, value);
  }

  private static void checkUnits(TargetColumn column, String text) throws ValueDoesNotFitException {
    Matcher parts = ISO.matcher(text);
    if (!parts.matches()) {
      throw new ValueDoesNotFitException(
          column,
          "text that is not in ISO 8601 form (P1Y2M3D), which this column needs because it keeps only"
              + " some units");
    }
    for (int unit = column.scale() + 1; unit <= parts.groupCount(); unit++) {
      String amount = parts.group(unit);
      if (amount != null && !amount.matches("[-+]?0+(\\.0+)?")) {
        throw new ValueDoesNotFitException(column, "a unit that the column does not keep");
      }
    }
  }
}
