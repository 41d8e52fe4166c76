package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * Fits instants. Text needs an offset; a value without a zone is rejected, and so is a number,
 * because its unit is unknown.
 */
public final class InstantFitter implements TypeFitter {
  private static final Instant FIRST = DateFitter.FIRST.atStartOfDay().toInstant(ZoneOffset.UTC);
  private static final Instant END =
      LocalDateTime.of(294_277, 1, 1, 0, 0).toInstant(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXXXX][XXXX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final String localType;

  /**
   * A rule whose messages recommend {@code localType}, the database's type of dates with a time and
   * without a zone.
   */
  public InstantFitter(String localType) {
    this.localType = localType;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Instant instant) {
      return inRange(column, instant);
    } else if (value instanceof String text) {
      return DateFitter.isInfinity(text) ? text : inRange(column, parse(column, text));
    } else if (value instanceof Long) {
      throw new ValueDoesNotFitException(column, "a number whose unit is unknown");
    } else if (value instanceof LocalDateTime) {
      throw new ValueDoesNotFitException(
          column,
          "a date and time without a zone: give the column the type "
              + localType
              + ", or set the zone"
              + " in a computed column");
    }
    throw TypeFitter.refused(column, value);
  }

  private static Instant parse(TargetColumn column, String text) throws ValueDoesNotFitException {
    try {
      return ISO.parse(DateFitter.iso(text), Instant::from);
    } catch (DateTimeException e) {
      throw new ValueDoesNotFitException(
          column, "text that is not an ISO date and time with an offset");
    }
  }

  private static Instant inRange(TargetColumn column, Instant instant)
      throws ValueDoesNotFitException {
    TimeFitter.checkStep(column, instant);
    if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
      throw DateFitter.outOfRange(column);
    }
    return instant;
  }
}
