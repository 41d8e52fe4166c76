package io.portage.upsert.write;

import io.portage.model.CanonicalText;
import io.portage.model.Change;
import io.portage.model.Row;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of keys for all writers, so that they lock rows in the same order. It need not be the
 * database's order.
 */
final class KeyOrder {
  private KeyOrder() {}

  /** Returns the changes in the order of their keys; those of one key keep their order. */
  static List<Change> sorted(Collection<Change> changes) {
    RankedChange[] ranked = new RankedChange[changes.size()];
    int at = 0;
    for (Change change : changes) {
      ranked[at++] = new RankedChange(rank(change.key()), change);
    }
    Arrays.sort(ranked);
    Change[] sorted = new Change[ranked.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = ranked[i].change();
    }
    return Arrays.asList(sorted);
  }

  /**
   * A change with its key's rank. The rank nearly always decides a comparison, and is much faster
   * than a comparison of the keys.
   */
  private record RankedChange(long rank, Change change) implements Comparable<RankedChange> {
    @Override
    public int compareTo(RankedChange other) {
      int order = Long.compare(rank, other.rank);
      return order == 0 ? KeyOrder.compare(change, other.change) : order;
    }
  }

  /** Returns an integer key itself, the first characters of a text, and 0 for other types. */
  private static long rank(Row key) {
    Object first = key.size() == 0 ? null : key.get(0);
    if (first instanceof Long number) {
      return number;
    }
    long rank = 0;
    if (first instanceof String text) {
      for (int i = 0; i < Long.BYTES / Character.BYTES; i++) {
        rank = rank << Character.SIZE | (i < text.length() ? text.charAt(i) : 0);
      }
    }
    return rank;
  }

  private static int compare(Change left, Change right) {
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
    if (a instanceof CanonicalText x && b instanceof CanonicalText y) {
      return x.compareTo(y);
    }
    // Rare key types: any fixed order will do, and their text has one.
    return String.valueOf(a).compareTo(String.valueOf(b));
  }
}
