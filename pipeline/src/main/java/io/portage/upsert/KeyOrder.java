package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.Row;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One order of keys for all writers, so that they lock rows in the same order. It need not be the
 * database's own.
 */
final class KeyOrder implements Comparator<Change> {
  static final KeyOrder INSTANCE = new KeyOrder();

  private KeyOrder() {}

  @Override
  public int compare(Change left, Change right) {
    Row a = left.key();
    Row b = right.key();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compareValues(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareValues(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    }
    // Rare kinds of keys: text orders them, and one order is all that is asked for.
    return String.valueOf(a).compareTo(String.valueOf(b));
  }
}
