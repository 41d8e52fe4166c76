package io.portage.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelRuntimeException;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The operators {@code ==}, {@code !=} and {@code in}. Numbers of all types are compared exactly,
 * and null with anything. A comparison of values of two other kinds fails, also within lists and
 * maps: the result false would hide a mistake, because the value has another type than the author
 * of the expression expected.
 *
 * <p>As with CEL's {@code &&} and {@code ||}, a comparison does not fail if other values already
 * decide the result: {@code 1 in ['a', 1]} is true, {@code ['a', 1] == [1, 2]} is false.
 */
final class Equality {
  private static final RuntimeEquality CEL =
      RuntimeEquality.create(RuntimeHelpers.create(), CelOptions.current().build());

  /** The result of comparing two values. */
  private enum Answer {
    EQUAL,
    DIFFERENT,
    /** The values are of kinds that are never equal. */
    UNLIKE;

    private static Answer of(boolean equal) {
      return equal ? EQUAL : DIFFERENT;
    }
  }

  private Equality() {}

  /**
   * Returns true if the operands are equal.
   *
   * @throws CelRuntimeException if their kinds are never equal
   */
  static boolean equal(Object a, Object b) {
    Answer answer = compare(a, b);
    if (answer == Answer.UNLIKE) {
      throw unlike(a, b);
    }
    return answer == Answer.EQUAL;
  }

  /**
   * Returns true if the list contains the element.
   *
   * @throws CelRuntimeException if it does not, and contains an element of a kind that is never
   *     equal
   */
  static boolean in(Object element, List<?> list) {
    return in(element, (Iterable<?>) list);
  }

  /**
   * Returns true if the map contains the key.
   *
   * @throws CelRuntimeException if it does not, and contains a key of a kind that is never equal
   */
  static boolean in(Object key, Map<?, ?> map) {
    return CEL.findInMap(map, key).isPresent()
        || (!(key instanceof String && map instanceof RowView) && in(key, map.keySet()));
  }

  private static boolean in(Object element, Iterable<?> all) {
    Object unlike = null;
    for (Object each : all) {
      Answer answer = compare(element, each);
      if (answer == Answer.EQUAL) {
        return true;
      }
      if (answer == Answer.UNLIKE && unlike == null) {
        unlike = each;
      }
    }
    if (unlike != null) {
      throw unlike(element, unlike);
    }
    return false;
  }

  private static Answer compare(Object a, Object b) {
    if ((a instanceof String && b instanceof String)
        || (a instanceof Boolean && b instanceof Boolean)) {
      return Answer.of(a.equals(b));
    }
    if (a instanceof NullValue || b instanceof NullValue) {
      return Answer.of(a instanceof NullValue && b instanceof NullValue);
    }
    if (NumberComparison.isNumber(a) && NumberComparison.isNumber(b)) {
      return Answer.of(NumberComparison.compare(a, b).equals(OptionalInt.of(0)));
    }
    if (a instanceof List<?> one && b instanceof List<?> other) {
      return one.size() == other.size() ? elements(one, other) : Answer.DIFFERENT;
    }
    if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> other) {
      return one.size() == other.size() ? entries(one, other) : Answer.DIFFERENT;
    }
    return ValueKind.of(a) == ValueKind.of(b) ? Answer.of(CEL.objectEquals(a, b)) : Answer.UNLIKE;
  }

  private static Answer elements(List<?> one, List<?> other) {
    Answer answer = Answer.EQUAL;
    Iterator<?> others = other.iterator();
    for (Object element : one) {
      Answer next = compare(element, others.next());
      if (next == Answer.DIFFERENT) {
        return next;
      }
      answer = next == Answer.UNLIKE ? next : answer;
    }
    return answer;
  }

  private static Answer entries(Map<?, ?> one, Map<?, ?> other) {
    Answer answer = Answer.EQUAL;
    for (Map.Entry<?, ?> entry : one.entrySet()) {
      Optional<Object> value = CEL.findInMap(other, entry.getKey());
      Answer next = value.map(found -> compare(entry.getValue(), found)).orElse(Answer.DIFFERENT);
      if (next == Answer.DIFFERENT) {
        return next;
      }
      answer = next == Answer.UNLIKE ? next : answer;
    }
    return answer;
  }

  private static CelRuntimeException unlike(Object a, Object b) {
    return new CelRuntimeException(
        new IncomparableKindsException(ValueKind.unlike(ValueKind.of(a), ValueKind.of(b))),
        CelErrorCode.OVERLOAD_NOT_FOUND);
  }
}
