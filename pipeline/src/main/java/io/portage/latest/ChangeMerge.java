package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.Row;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Two changes of one key become one that says what both say.
 *
 * <p>The operation and everything about the record are the newest change's. Columns are merged one
 * by one, as an UPDATE that leaves absent columns alone would do it: each has the newest value that
 * is known, unless a delete lies between it and what it would be merged into. The result does not
 * depend on order or grouping, and merging a change with itself gives the same change; only {@code
 * records}, a sum, counts it twice.
 *
 * <p>A change that {@linkplain Change#isKeyMove moves} is merged only with another delivery of
 * itself: merged with anything else its move would be lost, so {@link MoveAwareAccumulator} keeps
 * them apart.
 *
 * <p>Equal versions are expected only of one record that was delivered twice, whose contents are
 * equal. Should contents differ all the same, the result is still the same in any order: a delete
 * wins over an upsert, then the greater coordinates, half, times and lateness, and of two values of
 * a column the greater. It is not told which of the two is right.
 */
public final class ChangeMerge {
  private static final Comparator<Change> AMONG_EQUAL_VERSIONS =
      Comparator.comparing(Change::op)
          .thenComparing(change -> change.coordinates().topic())
          .thenComparingInt(change -> change.coordinates().partition())
          .thenComparingLong(change -> change.coordinates().offset())
          .thenComparing(Change::part)
          .thenComparingLong(Change::changeTime)
          .thenComparingLong(Change::kafkaTime)
          .thenComparingLong(Change::lateness)
          .thenComparing(Change::movedTo, ChangeMerge::compareKeys);

  private ChangeMerge() {}

  /**
   * The merge of two changes of the same table and key, which is not checked.
   *
   * @throws ArithmeticException when more than 2^31 - 1 records were merged
   */
  public static Change merge(Change a, Change b) {
    return contents(a, b)
        .withOrigins(
            a.origins().plus(b.origins()), Math.addExact(a.recordCount(), b.recordCount()));
  }

  /** The merge but for origins and records, which are those of either. */
  static Change contents(Change a, Change b) {
    int order = a.version().compareTo(b.version());
    if (order == 0) {
      return ofEqualVersions(a, b);
    }
    return order > 0 ? ofNewerAndOlder(a, b) : ofNewerAndOlder(b, a);
  }

  private static Change ofNewerAndOlder(Change newer, Change older) {
    // By far the most frequent: two whole rows of the same columns.
    boolean replaces =
        newer.version().equals(newer.lineage().fullRowVersion())
            && newer.lineage().columns() == null
            && newer.lineage().lastDelete() == null
            && older.lineage().lastDelete() == null
            && newer.row().columns().equals(older.row().columns());
    return replaces ? newer : ColumnMerge.merge(newer, older);
  }

  private static Change ofEqualVersions(Change a, Change b) {
    if (AMONG_EQUAL_VERSIONS.compare(a, b) < 0) {
      return ofEqualVersions(b, a);
    }
    Change merged =
        a.op() == b.op() && a.lineage().equals(b.lineage()) && a.row().equals(b.row())
            ? a
            : ColumnMerge.merge(a, b);
    return b.movedTo() == null || merged.isKeyMove() ? merged : merged.withNewKey(b.movedTo());
  }

  private static int compareKeys(@Nullable Row a, @Nullable Row b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    return DeterministicValueComparator.compare(a.toMap(), b.toMap());
  }
}
