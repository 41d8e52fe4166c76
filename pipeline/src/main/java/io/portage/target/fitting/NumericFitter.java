package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Exact numbers, padded to the column's scale, never rounded. NaN is text, and so are the
 * infinities, which only a column without precision takes (PostgreSQL 14 and later).
 */
final class NumericFitter implements TypeFitter {
  /** What PostgreSQL holds in a numeric without precision. */
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
      throw new ValueDoesNotFitException(column, "more digits than the database holds");
    }
    return column.length() == 0 ? plain(number) : constrained(column, number);
  }

  /** The database's name of what is no number, in Java's, PostgreSQL's and Debezium's spelling. */
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
      throw new ValueDoesNotFitException(column, "more than " + scale + " digits behind the point");
    }
    if (digitsBeforePoint(number) > column.length() - scale) {
      throw new ValueDoesNotFitException(
          column, "more than " + (column.length() - scale) + " digits before the point");
    }
    return number.scale() == scale ? plain(number) : plain(number.setScale(scale));
  }

  /** The decimal number that {@code text} spells, exponent included; null when it is none. */
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

  /** A length of time in microseconds, the unit of Debezium's durations. */
  static BigDecimal micros(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .scaleByPowerOfTen(6)
        .add(BigDecimal.valueOf(duration.getNano(), 3))
        .stripTrailingZeros();
  }

  /** Whether PostgreSQL's numeric has room for it; then it may be written out, too. */
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
