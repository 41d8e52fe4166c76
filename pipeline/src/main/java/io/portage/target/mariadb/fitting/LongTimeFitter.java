package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TimeFitter;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fits a TIME, a time of day or a length of time up to 838:59:59 in both directions. A length of
 * time becomes the text {@code [-]HH:MM:SS.ffffff}.
 */
record LongTimeFitter() implements TypeFitter {
  private static final TypeFitter TIME = new TimeFitter();
  private static final Duration END = Duration.ofHours(839);
  private static final Pattern TEXT =
      Pattern.compile("(-?)(\\d{2,3}):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,6}))?");

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Duration length) {
      return fitted(column, length);
    }
    if (value instanceof String text) {
      Matcher matcher = TEXT.matcher(text);
      if (matcher.matches()
          && (!matcher.group(1).isEmpty()
              || matcher.group(2).length() > 2
              || Integer.parseInt(matcher.group(2)) > 23)) {
        return fitted(column, length(matcher));
      }
    }
    return TIME.fit(column, value);
  }

  private static Duration length(Matcher matcher) {
    String fraction = matcher.group(5) == null ? "" : matcher.group(5);
    Duration length =
        Duration.ofHours(Long.parseLong(matcher.group(2)))
            .plusMinutes(Long.parseLong(matcher.group(3)))
            .plusSeconds(Long.parseLong(matcher.group(4)))
            .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
    return matcher.group(1).isEmpty() ? length : length.negated();
  }

  private static Object fitted(TargetColumn column, Duration length)
      throws ValueDoesNotFitException {
    Duration size = length.abs();
    if (size.compareTo(END) >= 0) {
      throw new ValueDoesNotFitException(column, "a length of time out of range");
    }
    TimeFitter.checkStep(column, LocalTime.MIDNIGHT.plusNanos(size.getNano()));
    if (!length.isNegative() && size.toHours() < 24) {
      return LocalTime.ofNanoOfDay(size.toNanos());
    }
    return String.format(
        Locale.ROOT,
        "%s%02d:%02d:%02d.%06d",
        length.isNegative() ? "-" : "",
        size.toHours(),
        size.toMinutesPart(),
        size.toSecondsPart(),
        size.getNano() / 1_000);
  }
}
