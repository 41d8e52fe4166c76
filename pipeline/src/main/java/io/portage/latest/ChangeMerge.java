package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.Row;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Merges two changes of one key into one change with the contents of both.
 *
 * <p>The operation and all data about the record are the newest change's. Columns are merged
 * individually, as an UPDATE leaves absent columns unchanged: each has its newest known value,
 * unless a delete lies between that value and the change it would be merged into. The result does
 * not depend on order or grouping. Merging a change with itself gives the same change; only {@code
 * recordCount}, a sum, counts it twice.
 *
 * <p>A change that {@linkplain Change#isKeyMove moves} its row is merged only with a second
 * delivery of itself: any other merge would lose the move, so {@link MoveAwareAccumulator} keeps
 * such changes separate.
 *
 * <p>Equal versions are expected only of one record that was delivered twice, with equal contents.
 * If contents differ nevertheless, the result is still the same in any order: a delete wins over an
 * upsert, then the greater coordinates, part, times and lateness win, and of two values of a column
 * the greater. Which of the two is correct is not determined.
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
   * Merges two changes of the same table and key. That they are the same is not checked.
   *
   * @throws ArithmeticException if more than 2^31 - 1 records are merged
   */
  public static Change merge(Change a, Change b) {
    return contents(a, b)
        .withOrigins(
            a.origins().plus(b.origins()), Math.addExact(a.recordCount(), b.recordCount()));
  }

  /** The merge without origins and record count, which are those of either change. */
  static Change contents(Change a, Change b) {
    int order = a.version().compareTo(b.version());
    if (order == 0) {
      return ofEqualVersions(a, b);
    }
    return order > 0 ? ofNewerAndOlder(a, b) : ofNewerAndOlder(b, a);
  }

  private static Change ofNewerAndOlder(Change newer, Change older) {
    // By far the most frequent case: two full rows with the same columns.
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
