package io.portage.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelRuntimeException;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compares numbers of all of CEL's types and decimals exactly. A double stands for the shortest
 * decimal number that reads back as it, so that {@code 0.1} is a tenth; NaN is not equal to
 * anything, less than nothing and greater than nothing.
 */
final class Numbers {
  private static final RuntimeEquality CEL =
      RuntimeEquality.create(RuntimeHelpers.create(), CelOptions.current().build());

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof Double
        || value instanceof UnsignedLong
        || value instanceof Decimal;
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
    if (number instanceof Decimal decimal) {
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

  /**
   * Whether two operands are equal. That a text is no number would be no answer but a hidden
   * mistake: the number came as text, or the other way round.
   *
   * @throws CelRuntimeException when one is a text and the other a number
   */
  static boolean equalOperands(Object a, Object b) {
    if (areTextAndNumber(a, b)) {
      throw textAndNumber();
    }
    return equal(a, b);
  }

  private static boolean areTextAndNumber(Object a, Object b) {
    return (a instanceof String && isNumber(b)) || (isNumber(a) && b instanceof String);
  }

  private static CelRuntimeException textAndNumber() {
    return new CelRuntimeException(
        new IllegalArgumentException("a text is compared with a number"),
        CelErrorCode.OVERLOAD_NOT_FOUND);
  }

  /** CEL's equality, with exact numbers wherever they stand. */
  static boolean equal(Object a, Object b) {
    if (isPlain(a) && isPlain(b)) {
      return a.equals(b);
    }
    if (isNumber(a) && isNumber(b)) {
      return compare(a, b).equals(OptionalInt.of(0));
    }
    if (a instanceof List<?> one && b instanceof List<?> other) {
      return one.size() == other.size() && equalElements(one, other);
    }
    if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> other) {
      return one.size() == other.size()
          && one.entrySet().stream()
              .allMatch(
                  entry ->
                      CEL.findInMap(other, entry.getKey())
                          .filter(value -> equal(entry.getValue(), value))
                          .isPresent());
    }
    return !(a instanceof Decimal) && !(b instanceof Decimal) && CEL.objectEquals(a, b);
  }

  /** Of values of these types only those of one type are equal, and by Java's own equality. */
  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof NullValue || value instanceof Boolean;
  }

  private static boolean equalElements(Collection<?> one, Collection<?> other) {
    Iterator<?> others = other.iterator();
    for (Object element : one) {
      if (!equal(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the list has the element.
   *
   * @throws CelRuntimeException when all that it has are numbers and the element is a text, or the
   *     other way round
   */
  static boolean in(Object element, List<?> list) {
    boolean mistaken = !list.isEmpty();
    for (Object each : list) {
      if (equal(element, each)) {
        return true;
      }
      mistaken &= areTextAndNumber(element, each);
    }
    if (mistaken) {
      throw textAndNumber();
    }
    return false;
  }

  static boolean in(Object key, Map<?, ?> map) {
    Optional<Object> found = CEL.findInMap(map, key);
    return found.isPresent();
  }
}
