package io.portage.target.source;

import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.model.EpochTimes;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What numbers and ISO text without a schema stand for in columns of dates and times. */
final class SourceTimeInterpreter {
  private SourceTimeInterpreter() {}

  static Object date(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    // A number for a date is days, whatever the mode that writes numbers.
    Object told = time == null && value instanceof Long ? value : told(time, column, value);
    try {
      if (told instanceof Long days) {
        return EpochTimes.dateOrInfinity(days);
      }
      return told.equals(value) ? value : EpochTimes.finite(LocalDate.parse((String) told));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "a date that is not in the calendar");
    }
  }

  static Object time(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    Object told = told(time, column, value);
    boolean micros = time == TimeMode.ADAPTIVE_TIME_MICROSECONDS;
    return told instanceof Long count
        ? EpochTimes.time(count, micros ? EpochTimes.MICROS : perSecond(time, column))
        : told;
  }

  static Object timestamp(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    Object told = told(time, column, value);
    if (told instanceof Long count) {
      return EpochTimes.dateTimeOrInfinity(count, perSecond(time, column));
    }
    try {
      return told.equals(value) ? value : EpochTimes.finite(LocalDateTime.parse((String) told));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "a date and time that is not in the calendar");
    }
  }

  /** A column with a zone gets the same text whatever is set; only a number needs the setting. */
  static Object instant(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    return value instanceof Long ? timestamp(time, column, value) : value;
  }

  static Object interval(@Nullable IntervalMode intervalMode, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    if (!(value instanceof Long micros)) {
      return value;
    } else if (intervalMode == null) {
      throw SourceSetting.INTERVAL.missing(column, "a number");
    } else if (intervalMode == IntervalMode.STRING) {
      throw SourceSetting.INTERVAL.contradicted(column, "a number", intervalMode.label());
    }
    return EpochTimes.duration(micros, EpochTimes.MICROS);
  }

  /** A number; ISO text without the Z that Debezium writes behind it; any other value as it is. */
  private static Object told(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    boolean number = value instanceof Long;
    boolean utc = value instanceof String text && text.endsWith("Z");
    if (!number && !utc) {
      return value;
    }
    String what = number ? "a number" : "ISO text in UTC";
    if (time == null) {
      throw SourceSetting.TIME.missing(column, what);
    } else if (number == (time == TimeMode.ISOSTRING)) {
      throw SourceSetting.TIME.contradicted(column, what, time.label());
    }
    return value instanceof String text ? text.substring(0, text.length() - 1) : value;
  }

  private static long perSecond(@Nullable TimeMode time, TargetColumn column)
      throws ValueDoesNotFitException {
    if (time == TimeMode.CONNECT) {
      return EpochTimes.MILLIS;
    } else if (time == TimeMode.MICROSECONDS) {
      return EpochTimes.MICROS;
    } else if (time == TimeMode.NANOSECONDS) {
      return EpochTimes.NANOS;
    }
    throw new ValueDoesNotFitException(
        column,
        "a number in the unit of the source column's precision, which only the schema part tells:"
            + " send it, or let the connector and "
            + SourceSetting.TIME.key()
            + " say microseconds or isostring");
  }
}
