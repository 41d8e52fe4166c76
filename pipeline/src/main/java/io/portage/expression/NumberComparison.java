package io.portage.expression;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * Compares numbers of all of CEL's types and decimals exactly. A double stands for the shortest
 * decimal number that reads back as it, so that {@code 0.1} is a tenth; NaN is not equal to
 * anything, less than nothing and greater than nothing.
 */
final class NumberComparison {
  private NumberComparison() {}

  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof UnsignedLong
        || value instanceof CelDecimal;
  }

  /** The order of two numbers; empty where one is NaN. */
  static OptionalInt compare(Object a, Object b) {
    if (a instanceof Long one && b instanceof Long other) {
      return OptionalInt.of(Long.compare(one, other));
    }
    if (a instanceof Double one && b instanceof Double other) {
      // Not by their bits: 0.0 equals -0.0.
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
   * A finite number as a decimal.
   *
   * @throws ArithmeticException when it is NaN or infinite
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
