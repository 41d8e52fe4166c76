package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Fits whole numbers within bounds, as {@link Long}, from numbers without a fraction or their text.
 */
public final class IntegerFitter implements TypeFitter {
  private final long min;
  private final long max;

  public IntegerFitter(long min, long max) {
    this.min = min;
    this.max = max;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    Long whole = value instanceof Long number ? number : whole(column, value);
    if (whole < min || whole > max) {
      throw outOfRange(column);
    }
    return whole;
  }

  private static Long whole(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof BigDecimal number) {
      return ofDecimal(column, number);
    } else if (value instanceof Double number) {
      if (number.isNaN() || number.isInfinite()) {
        throw new ValueDoesNotFitException(column, "not a finite number");
      }
      return ofDecimal(column, new BigDecimal(number));
    } else if (value instanceof String text) {
      return ofText(column, text);
    } else if (value instanceof Duration duration) {
      return ofDecimal(column, NumericFitter.micros(duration));
    }
    throw TypeFitter.refused(column, value);
  }

  private static Long ofDecimal(TargetColumn column, BigDecimal number)
      throws ValueDoesNotFitException {
    // The digits are counted first, so that a number with a huge exponent is not expanded.
    if (number.signum() != 0 && (long) number.precision() - number.scale() > 19) {
      throw outOfRange(column);
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      boolean fraction = number.signum() != 0 && number.stripTrailingZeros().scale() > 0;
      throw fraction ? new ValueDoesNotFitException(column, "has a fraction") : outOfRange(column);
    }
  }

  private static Long ofText(TargetColumn column, String text) throws ValueDoesNotFitException {
    if (!isWhole(text)) {
      throw new ValueDoesNotFitException(column, "text that is not a whole number");
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw outOfRange(column);
    }
  }

  private static boolean isWhole(String text) {
    int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > digits;
  }

  private static ValueDoesNotFitException outOfRange(TargetColumn column) {
    return new ValueDoesNotFitException(column, "a number out of range");
  }
}
