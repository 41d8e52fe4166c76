package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TimeFitter;
import java.util.regex.Pattern;

/**
 * Fits times of day with an offset, as text. A value without an offset is rejected, and so is a
 * number.
 */
final class ZonedTimeFitter implements TypeFitter {
  private static final Pattern ISO =
      Pattern.compile(
          "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?(Z|[-+]\\d\\d(:?\\d\\d(:?\\d\\d)?)?)"
              + "|24:00(:00(\\.0+)?)?(Z|[-+]\\d\\d(:?\\d\\d(:?\\d\\d)?)?)");

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Long) {
      throw new ValueDoesNotFitException(column, "a number whose unit is unknown");
    } else if (!(value instanceof String text)) {
      throw TypeFitter.refused(column, value);
    } else if (!ISO.matcher(text).matches()) {
      throw new ValueDoesNotFitException(column, "text that is not an ISO time with an offset");
    } else {
      TimeFitter.checkFraction(column, text);
      return text;
    }
  }
}
