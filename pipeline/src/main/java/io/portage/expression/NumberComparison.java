package io.portage.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * Exact comparison of numbers of all CEL types and decimals. A double has the value of the shortest
 * decimal that is parsed to that double, so {@code 0.1} is a tenth. NaN is not equal to, less than
 * or greater than any number.
 */
final class NumberComparison {
  private NumberComparison() {}

  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof UnsignedLong
        || value instanceof CelDecimal;
  }

  /** Compares two numbers; empty if one is NaN. */
  static OptionalInt compare(Object a, Object b) {
    if (a instanceof Long one && b instanceof Long other) {
      return OptionalInt.of(Long.compare(one, other));
    }
    if (a instanceof Double one && b instanceof Double other) {
      // Not Double.compare, because 0.0 equals -0.0.
      return one.isNaN() || other.isNaN()
          ? OptionalInt.empty()
          : OptionalInt.of(one < other ? -1 : one > other ? 1 : 0);
    }
    if (a instanceof Double number && !Double.isFinite(number)) {
      return number.isNaN() ? OptionalInt.empty() : OptionalInt.of(number > 0 ? 1 : -1);
    }
    if (b instanceof Double number && !Double.isFinite(number)) {
      return number.isNaN() ? OptionalInt.empty() : OptionalInt.of(number > 0 ? -1 : 1);
    }
    return OptionalInt.of(decimal(a).compareTo(decimal(b)));
  }

  /**
   * Converts a finite number to a decimal.
   *
   * @throws ArithmeticException if the number is NaN or infinite
   */
  static BigDecimal decimal(Object number) {
    if (number instanceof CelDecimal decimal) {
      return decimal.value();
    }
    if (number instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (number instanceof UnsignedLong whole) {
      return new BigDecimal(whole.bigIntegerValue());
    }
    double binary = (Double) number;
    if (!Double.isFinite(binary)) {
      throw new ArithmeticException("not a finite number");
    }
    return BigDecimal.valueOf(binary);
  }
}
