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
 * What {@code ==}, {@code !=} and {@code in} mean. Numbers of all types are compared exactly, and
 * null with anything. To compare values of any other two kinds fails, within lists and maps as
 * well: that a text is not a number or {@code true} would be no answer but a hidden mistake, since
 * the value came in another form than the author of the expression thought.
 *
 * <p>As with CEL's {@code &&} and {@code ||}, what is decided by other values does not fail: {@code
 * 1 in ['a', 1]} is true, {@code ['a', 1] == [1, 2]} is false.
 */
final class Equality {
  private static final RuntimeEquality CEL =
      RuntimeEquality.create(RuntimeHelpers.create(), CelOptions.current().build());

  /** What is known of two values. */
  private enum Answer {
    EQUAL,
    DIFFERENT,
    /** They are of kinds that are never equal. */
    UNLIKE;

    private static Answer of(boolean equal) {
      return equal ? EQUAL : DIFFERENT;
    }
  }

  private Equality() {}

  /**
   * Whether two operands are equal.
   *
   * @throws CelRuntimeException when they are of unlike kinds
   */
  static boolean equal(Object a, Object b) {
    Answer answer = compare(a, b);
    if (answer == Answer.UNLIKE) {
      throw unlike(a, b);
    }
    return answer == Answer.EQUAL;
  }

  /**
   * Whether the list has the element.
   *
   * @throws CelRuntimeException when it has not, and has an element of an unlike kind
   */
  static boolean in(Object element, List<?> list) {
    return in(element, (Iterable<?>) list);
  }

  /**
   * Whether the map has the key.
   *
   * @throws CelRuntimeException when it has not, and has a key of an unlike kind
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
