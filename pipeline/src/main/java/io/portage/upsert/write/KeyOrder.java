package io.portage.upsert.write;

import io.portage.model.CanonicalText;
import io.portage.model.Change;
import io.portage.model.Row;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order of keys for all writers, so that they lock rows in the same order. It need not be the
 * database's own.
 */
final class KeyOrder {
  private KeyOrder() {}

  /** The changes in the order of their keys; those of one key keep theirs. */
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
   * A change with its key's rank, which decides nearly always: to look into both keys at every
   * comparison is what sorting takes its time for.
   */
  private record RankedChange(long rank, Change change) implements Comparable<RankedChange> {
    @Override
    public int compareTo(RankedChange other) {
      int order = Long.compare(rank, other.rank);
      return order == 0 ? KeyOrder.compare(change, other.change) : order;
    }
  }

  /** A whole number itself, the first characters of a text, 0 for all else. */
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
    // Rare kinds of keys: text orders them, and one order is all that is asked for.
    return String.valueOf(a).compareTo(String.valueOf(b));
  }
}
