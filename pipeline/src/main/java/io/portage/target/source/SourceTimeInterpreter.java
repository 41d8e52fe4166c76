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

/** Interprets numbers and ISO texts without a schema for columns of dates and times. */
final class SourceTimeInterpreter {
  private SourceTimeInterpreter() {}

  static Object date(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    // A number in a date column counts days in every mode that writes numbers.
    Object count = time == null && value instanceof Long ? value : checked(time, column, value);
    try {
      if (count instanceof Long days) {
        return EpochTimes.dateOrInfinity(days);
      }
      return count.equals(value) ? value : EpochTimes.finite(LocalDate.parse((String) count));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "a date that is not in the calendar");
    }
  }

  static Object time(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    Object checked = checked(time, column, value);
    boolean micros = time == TimeMode.ADAPTIVE_TIME_MICROSECONDS;
    return checked instanceof Long count
        ? EpochTimes.time(count, micros ? EpochTimes.MICROS : perSecond(time, column))
        : checked;
  }

  static Object timestamp(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    Object checked = checked(time, column, value);
    if (checked instanceof Long count) {
      if (EpochTimes.isOverflow(count, perSecond(time, column))) {
        throw new ValueDoesNotFitException(column, EpochTimes.OVERFLOW);
      }
      return EpochTimes.dateTimeOrInfinity(count, perSecond(time, column));
    }
    try {
      return checked.equals(value)
          ? value
          : EpochTimes.finite(LocalDateTime.parse((String) checked));
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(column, "a date and time that is not in the calendar");
    }
  }

  /** The text of a column with a zone is the same in all modes; only a number needs the setting. */
  static Object instant(@Nullable TimeMode time, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    return value instanceof Long ? timestamp(time, column, value) : value;
  }

  /**
   * Reads a number as microseconds, the unit of intervals, if times are in microseconds, too: the
   * number does not show whether its source column is an interval or a TIME.
   */
  static Object interval(
      @Nullable IntervalMode intervalMode,
      @Nullable TimeMode time,
      TargetColumn column,
      Object value)
      throws ValueDoesNotFitException {
    if (!(value instanceof Long micros)) {
      return value;
    } else if (intervalMode == null) {
      throw SourceSetting.INTERVAL.missing(column, "a number");
    } else if (intervalMode == IntervalMode.STRING) {
      throw SourceSetting.INTERVAL.contradicted(column, "a number", intervalMode.label());
    } else if (time == null) {
      throw SourceSetting.TIME.missing(column, "a number");
    } else if (!isMicros(time)) {
      throw new ValueDoesNotFitException(
          column, "a number whose unit is ambiguous: " + ambiguous(time));
    }
    if (EpochTimes.isLimit(micros, EpochTimes.MICROS)) {
      throw new ValueDoesNotFitException(column, EpochTimes.LIMIT);
    }
    return EpochTimes.duration(micros, EpochTimes.MICROS);
  }

  /**
   * Returns true if a number for an interval is in microseconds, whether its source column is an
   * interval or a TIME, of which isostring sends no numbers.
   */
  static boolean isMicros(TimeMode time) {
    return time == TimeMode.MICROSECONDS
        || time == TimeMode.ADAPTIVE_TIME_MICROSECONDS
        || time == TimeMode.ISOSTRING;
  }

  /** Returns why a number for an interval has no unit in this mode, and what helps. */
  static String ambiguous(TimeMode time) {
    return SourceSetting.TIME.key()
        + " is "
        + time.label()
        + ", which is another unit for a TIME than the microseconds of an interval: send the schema part, or set"
        + " the connector and "
        + SourceSetting.TIME.key()
        + " to microseconds, or for a source with intervals the connector and "
        + SourceSetting.INTERVAL.key()
        + " to string";
  }

  /**
   * Returns a number unchanged, an ISO text without the Z that Debezium appends, any other value
   * unchanged.
   */
  private static Object checked(@Nullable TimeMode time, TargetColumn column, Object value)
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
        "a number whose unit depends on the source column's precision: send the schema part, or"
            + " set the connector and "
            + SourceSetting.TIME.key()
            + " to microseconds or isostring");
  }
}
