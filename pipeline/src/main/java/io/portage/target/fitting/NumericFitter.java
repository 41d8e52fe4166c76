package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fits exact numbers, padded to the column's scale and never rounded. NaN is text, and so are the
 * infinities, which only a column without precision accepts (PostgreSQL 14 and later).
 */
public final class NumericFitter implements TypeFitter {
  /** The limits of a PostgreSQL numeric without precision. */
  private static final int MAX_BEFORE_POINT = 131_072;

  private static final String NAN = "NaN";
  private static final int MAX_BEHIND_POINT = 16_383;
  private static final int MAX_TEXT = MAX_BEFORE_POINT + MAX_BEHIND_POINT + 32;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String special = special(value);
    if (special != null) {
      if (column.length() > 0 && !special.equals(NAN)) {
        throw new ValueDoesNotFitException(column, "not a finite number");
      }
      return special;
    }
    BigDecimal number = exact(column, value);
    if (!isHeld(number)) {
      throw new ValueDoesNotFitException(column, "more digits than the database allows");
    }
    return column.length() == 0 ? plain(number) : constrained(column, number);
  }

  /**
   * Returns PostgreSQL's name of NaN or an infinity, from the spelling of Java, PostgreSQL or
   * Debezium; null for any other value.
   */
  private static @Nullable String special(Object value) {
    if (!(value instanceof Double) && !(value instanceof String)) {
      return null;
    }
    return switch (value.toString()) {
      case NAN, "NAN" -> NAN;
      case "Infinity", "POSITIVE_INFINITY" -> "Infinity";
      case "-Infinity", "NEGATIVE_INFINITY" -> "-Infinity";
      default -> null;
    };
  }

  private static BigDecimal exact(TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    if (value instanceof BigDecimal number) {
      return number;
    } else if (value instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof Double number) {
      return BigDecimal.valueOf(number);
    } else if (value instanceof Duration duration) {
      return micros(duration);
    } else if (value instanceof String text) {
      BigDecimal number = parse(text);
      if (number == null) {
        throw new ValueDoesNotFitException(column, "text that is not a decimal number");
      }
      return number;
    }
    throw TypeFitter.refused(column, value);
  }

  private static BigDecimal constrained(TargetColumn column, BigDecimal number)
      throws ValueDoesNotFitException {
    int scale = column.scale();
    if (number.scale() > scale && number.stripTrailingZeros().scale() > scale) {
      throw new ValueDoesNotFitException(
          column, "more than " + scale + " digits after the decimal point");
    }
    if (digitsBeforePoint(number) > column.length() - scale) {
      throw new ValueDoesNotFitException(
          column, "more than " + (column.length() - scale) + " digits before the decimal point");
    }
    return number.scale() == scale ? plain(number) : plain(number.setScale(scale));
  }

  /**
   * Parses a decimal number, with or without an exponent; returns null if {@code text} is not one.
   */
  static @Nullable BigDecimal parse(String text) {
    if (text.length() > MAX_TEXT) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
        return null;
      }
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Returns a duration in microseconds, the unit of Debezium's durations. */
  static BigDecimal micros(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .scaleByPowerOfTen(6)
        .add(BigDecimal.valueOf(duration.getNano(), 3))
        .stripTrailingZeros();
  }

  /** Returns true if PostgreSQL's numeric can hold the number; it may then also be expanded. */
  static boolean isHeld(BigDecimal number) {
    return digitsBeforePoint(number) <= MAX_BEFORE_POINT
        && number.scale() <= MAX_BEHIND_POINT
        && number.scale() >= -MAX_BEFORE_POINT;
  }

  private static long digitsBeforePoint(BigDecimal number) {
    return number.signum() == 0 ? Long.MIN_VALUE : (long) number.precision() - number.scale();
  }

  private static BigDecimal plain(BigDecimal number) {
    return number.scale() < 0 ? number.setScale(0) : number;
  }
}
