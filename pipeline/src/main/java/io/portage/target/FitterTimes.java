package io.portage.target;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Times of day without a zone, down to the microsecond; {@code 24:00:00} stays text. */
final class FitterTimes implements FitterType {
  private static final String END_OF_DAY = "24:00:00";

  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    if (value instanceof LocalTime time) {
      checkMicros(column, time);
      return time;
    } else if (value instanceof String text) {
      return text.equals(END_OF_DAY) ? text : fit(column, parse(column, text));
    } else if (value instanceof Long) {
      throw new UnfitException(column, "a number whose unit is unknown");
    }
    throw FitterType.refused(column, value);
  }

  private static LocalTime parse(TargetColumn column, String text) throws UnfitException {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new UnfitException(column, "text that is not an ISO time without a zone");
    }
  }

  /** PostgreSQL would round what is finer. */
  static void checkMicros(TargetColumn column, TemporalAccessor time) throws UnfitException {
    if (time.get(ChronoField.NANO_OF_SECOND) % 1_000 != 0) {
      throw new UnfitException(column, "finer than a microsecond");
    }
  }
}
