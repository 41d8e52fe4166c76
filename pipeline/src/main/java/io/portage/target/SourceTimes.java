package io.portage.target;

import io.portage.config.DebeziumConfig.Interval;
import io.portage.config.DebeziumConfig.Time;
import io.portage.model.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What numbers and ISO text without a schema stand for in columns of dates and times. */
final class SourceTimes {
  private SourceTimes() {}

  static Object date(@Nullable Time time, TargetColumn column, Object value) throws UnfitException {
    // A number for a date is days, whatever the mode that writes numbers.
    Object told = time == null && value instanceof Long ? value : told(time, column, value);
    try {
      if (told instanceof Long days) {
        return Times.dateOrInfinity(days);
      }
      return told.equals(value) ? value : Times.finite(LocalDate.parse((String) told));
    } catch (DateTimeException e) {
      throw new UnfitException(column, "a date that is not in the calendar");
    }
  }

  static Object time(@Nullable Time time, TargetColumn column, Object value) throws UnfitException {
    Object told = told(time, column, value);
    boolean micros = time == Time.ADAPTIVE_TIME_MICROSECONDS;
    return told instanceof Long count
        ? Times.time(count, micros ? Times.MICROS : perSecond(time, column))
        : told;
  }

  static Object timestamp(@Nullable Time time, TargetColumn column, Object value)
      throws UnfitException {
    Object told = told(time, column, value);
    if (told instanceof Long count) {
      return Times.dateTimeOrInfinity(count, perSecond(time, column));
    }
    try {
      return told.equals(value) ? value : Times.finite(LocalDateTime.parse((String) told));
    } catch (DateTimeException e) {
      throw new UnfitException(column, "a date and time that is not in the calendar");
    }
  }

  /** A column with a zone gets the same text whatever is set; only a number needs the setting. */
  static Object instant(@Nullable Time time, TargetColumn column, Object value)
      throws UnfitException {
    return value instanceof Long ? timestamp(time, column, value) : value;
  }

  static Object interval(@Nullable Interval interval, TargetColumn column, Object value)
      throws UnfitException {
    if (!(value instanceof Long micros)) {
      return value;
    } else if (interval == null) {
      throw SourceSetting.INTERVAL.untold(column, "a number");
    } else if (interval == Interval.STRING) {
      throw SourceSetting.INTERVAL.contrary(column, "a number", interval.label());
    }
    return Times.duration(micros, Times.MICROS);
  }

  /** A number; ISO text without the Z that Debezium writes behind it; any other value as it is. */
  private static Object told(@Nullable Time time, TargetColumn column, Object value)
      throws UnfitException {
    boolean number = value instanceof Long;
    boolean utc = value instanceof String text && text.endsWith("Z");
    if (!number && !utc) {
      return value;
    }
    String what = number ? "a number" : "ISO text in UTC";
    if (time == null) {
      throw SourceSetting.TIME.untold(column, what);
    } else if (number == (time == Time.ISOSTRING)) {
      throw SourceSetting.TIME.contrary(column, what, time.label());
    }
    return value instanceof String text ? text.substring(0, text.length() - 1) : value;
  }

  private static long perSecond(@Nullable Time time, TargetColumn column) throws UnfitException {
    if (time == Time.CONNECT) {
      return Times.MILLIS;
    } else if (time == Time.MICROSECONDS) {
      return Times.MICROS;
    } else if (time == Time.NANOSECONDS) {
      return Times.NANOS;
    }
    throw new UnfitException(
        column,
        "a number in the unit of the source column's precision, which only the schema part tells:"
            + " send it, or let the connector and "
            + SourceSetting.TIME.key()
            + " say microseconds or isostring");
  }
}
