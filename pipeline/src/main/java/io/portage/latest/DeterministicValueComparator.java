package io.portage.latest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An arbitrary total order of column values in which only equal values are equal. The order has no
 * meaning; it only makes the merge of contradicting records deterministic.
 */
final class DeterministicValueComparator {
  private DeterministicValueComparator() {}

  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      return ofLists(left, right);
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return ofMaps(left, right);
    }
    if (a.getClass() != b.getClass()) {
      return kind(a).compareTo(kind(b));
    }
    if (a instanceof byte[] left) {
      return Arrays.compareUnsigned(left, (byte[]) b);
    }
    int order = compareNaturally(a, b);
    return order == 0 && a instanceof BigDecimal number
        ? Integer.compare(number.scale(), ((BigDecimal) b).scale())
        : order;
  }

  @SuppressWarnings("unchecked")
  private static int compareNaturally(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  /** The type name; one for all lists and one for all maps, whatever their class. */
  private static String kind(Object value) {
    return value instanceof List
        ? "List"
        : value instanceof Map ? "Map" : value.getClass().getName();
  }

  private static int ofLists(List<?> a, List<?> b) {
    Iterator<?> left = a.iterator();
    Iterator<?> right = b.iterator();
    while (left.hasNext() && right.hasNext()) {
      int order = compare(left.next(), right.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  private static int ofMaps(Map<?, ?> a, Map<?, ?> b) {
    Map<?, ?> left = new TreeMap<>(a);
    Map<?, ?> right = new TreeMap<>(b);
    int order = ofLists(List.copyOf(left.keySet()), List.copyOf(right.keySet()));
    return order == 0
        ? ofLists(new ArrayList<>(left.values()), new ArrayList<>(right.values()))
        : order;
  }
}
