package io.portage.target.fitting;

import io.portage.model.EpochTimes;
import io.portage.model.Surrogates;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Fits text within the column's length in characters, without NUL and without halves of surrogate
 * pairs. Numbers, booleans, dates and times are accepted by their text. If the column has labels,
 * the text must be one of them.
 */
public final class TextFitter implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = text(column, value);
    checkLength(column, text);
    return text;
  }

  /** Returns the value's text with its characters checked, and its length not. */
  public static String text(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = value instanceof String given ? given : canonical(value);
    if (text == null) {
      throw TypeFitter.refused(column, value);
    }
    checkCharacters(column, text);
    return text;
  }

  /** Returns the canonical text of a number, boolean, date or time, or null for any other value. */
  private static @Nullable String canonical(Object value) {
    if (value instanceof Long
        || value instanceof Boolean
        || value instanceof Instant
        || (value instanceof Double number && number == 0)) {
      return value.toString();
    } else if (value instanceof BigDecimal number) {
      return NumericFitter.isHeld(number) ? number.toPlainString() : null;
    } else if (value instanceof Double number && number == 0) {
      return number.toString();
    }
    return ofLocal(value);
  }

  /**
   * Returns the ISO text of a date or time without a zone, always with seconds; {@code [-]HH:MM:SS}
   * for a duration; null for any other value.
   */
  static @Nullable String ofLocal(Object value) {
    if (value instanceof LocalDate date) {
      return DateTimeFormatter.ISO_LOCAL_DATE.format(date);
    } else if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    } else if (value instanceof LocalDateTime dateTime) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime);
    } else if (value instanceof Duration duration) {
      return EpochTimes.clock(duration);
    }
    return null;
  }

  /** Rejects characters that no text of the database can contain. */
  public static void checkCharacters(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    if (text.indexOf(0) >= 0) {
      throw ValueDoesNotFitException.ofNul(column);
    }
    if (Surrogates.hasUnpaired(text)) {
      throw new ValueDoesNotFitException(column, "text with half a surrogate pair");
    }
  }

  /** Rejects text that is longer than the column, or that is none of its labels. */
  public static void checkLength(TargetColumn column, String text) throws ValueDoesNotFitException {
    int most = column.length();
    if (most > 0 && text.length() > most && text.codePointCount(0, text.length()) > most) {
      throw new ValueDoesNotFitException(column, "text of more than " + most + " characters");
    }
    if (!column.labels().isEmpty() && !column.labels().contains(text)) {
      throw new ValueDoesNotFitException(column, "text that is none of the enum's labels");
    }
  }
}
