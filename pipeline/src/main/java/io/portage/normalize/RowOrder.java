package io.portage.normalize;

import io.portage.model.ChangePart;
import io.portage.model.ChangePart.Half;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order of the changes of one key within a record with several rows, as an update makes them
 * that shifts keys: the delete of a key that the next row takes.
 *
 * <p>All rows of a record have its version. If a later row of the record changes the same key, the
 * earlier change has a version below it, by one for each such row; so the last one has the record's
 * version, and a key that occurs once, too. The lower versions are those of the records directly
 * before in the partition: if such a record has the same position and changed the same key, too,
 * the earlier change counts as a duplicate or as stale, and the last one decides.
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
    int[] afterOld = new int[rows.size()];
    int[] afterNew = new int[rows.size()];
    Map<List<Object>, Integer> later = new HashMap<>();
    boolean isRepeated = false;
    for (int i = rows.size() - 1; i >= 0; i--) {
      List<Object> oldKey = key(rows.get(i).before(), key);
      List<Object> newKey = key(rows.get(i).after(), key);
      afterOld[i] = oldKey == null ? 0 : later.getOrDefault(oldKey, 0);
      afterNew[i] = newKey == null ? afterOld[i] : later.getOrDefault(newKey, 0);
      isRepeated |= afterOld[i] > 0 || afterNew[i] > 0;
      if (oldKey != null) {
        later.merge(oldKey, 1, Integer::sum);
      }
      if (newKey != null && !newKey.equals(oldKey)) {
        later.merge(newKey, 1, Integer::sum);
      }
    }
    return isRepeated ? new RowOrder(afterOld, afterNew) : null;
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
