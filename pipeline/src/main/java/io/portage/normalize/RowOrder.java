package io.portage.normalize;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.portage.model.ChangePart;
import io.portage.model.ChangePart.Half;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of the changes of one key within a record with several rows, such as an update that
 * shifts keys: one row leaves the key that another row takes.
 *
 * <p>All rows of a record have its version. If the same key is changed more than once in the
 * record, the last change has this version, and each earlier one a version that is lower by one.
 * The lower versions are those of the records directly before in the partition: if such a record
 * has the same position and changed the same key, too, the earlier change counts as a duplicate or
 * as stale, and the last one decides.
 *
 * <p>The order is that of the rows. A record of updates only is one statement, which changes each
 * row once: its rows leave their old keys before any of them takes a new one.
 *
 * <p>Keys are compared as the source sent them, so that the order is the same whether or not a row
 * is rejected. Immutable.
 */
final class RowOrder {
  private final int[] afterOldKey;
  private final int[] afterNewKey;

  private RowOrder(int[] afterOldKey, int[] afterNewKey) {
    this.afterOldKey = afterOldKey;
    this.afterNewKey = afterNewKey;
  }

  /**
   * Returns the order of a record; null if no key occurs in two rows.
   *
   * @param rows the rows
   * @param key the names of the key's columns in the source
   */
  static @Nullable RowOrder of(List<Envelope> rows, List<String> key) {
    if (key.isEmpty()) {
      return null;
    }
    List<@Nullable List<Object>> leftKeys = new ArrayList<>(rows.size());
    List<@Nullable List<Object>> takenKeys = new ArrayList<>(rows.size());
    Multiset<List<Object>> taken = HashMultiset.create();
    for (Envelope row : rows) {
      List<Object> before = key(row.before(), key);
      List<Object> after = row.after() == null ? before : key(row.after(), key);
      leftKeys.add(before == null || before.equals(after) ? null : before);
      takenKeys.add(after);
      add(after, taken);
    }
    boolean leavesFirst = rows.stream().allMatch(row -> row.op().equals("u"));
    Multiset<List<Object>> takenLater = HashMultiset.create();
    Multiset<List<Object>> leftLater = leavesFirst ? HashMultiset.create() : takenLater;
    int[] afterOld = new int[rows.size()];
    int[] afterNew = new int[rows.size()];
    boolean isRepeated = false;
    for (int i = rows.size() - 1; i >= 0; i--) {
      List<Object> left = leftKeys.get(i);
      afterNew[i] = takenLater.count(takenKeys.get(i));
      afterOld[i] = leftLater.count(left) + (leavesFirst ? taken.count(left) : 0);
      isRepeated |= afterOld[i] > 0 || afterNew[i] > 0;
      add(left, leftLater);
      add(takenKeys.get(i), takenLater);
    }
    return isRepeated ? new RowOrder(afterOld, afterNew) : null;
  }

  private static void add(@Nullable List<Object> key, Multiset<List<Object>> keys) {
    if (key != null) {
      keys.add(key);
    }
  }

  /**
   * Returns the version of a part of the record.
   *
   * @param version the record's version
   */
  Version version(Version version, ChangePart part) {
    int[] after = part.half() == Half.DELETE ? afterOldKey : afterNewKey;
    return version.lowerBy(after[part.row()]);
  }

  private static @Nullable List<Object> key(@Nullable Image image, List<String> names) {
    if (image == null) {
      return null;
    }
    Row row = image.row();
    List<Object> key = new ArrayList<>(names.size());
    for (String name : names) {
      Object value = row.get(name);
      if (value == null) {
        return null;
      }
      key.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
    }
    return key;
  }
}
