package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the encoded size of a change. The estimate is accurate enough to bound a buffer, not
 * exact.
 */
public final class ChangeSize {
  private static final long REST = 80;
  private static final long PER_RANGE = 16;
  private static final long PER_VALUE = 8;

  private ChangeSize() {}

  /** The estimate, in bytes. */
  public static long of(Change change) {
    return REST
        + PER_RANGE * change.origins().size()
        + of(change.key())
        + of(change.row())
        + (change.movedTo() == null ? 0 : of(change.movedTo()));
  }

  /** The estimate of a row's values, in bytes. */
  public static long of(Row row) {
    long size = 0;
    for (int i = 0; i < row.size(); i++) {
      size += of(row.get(i));
    }
    return size;
  }

  private static long of(@Nullable Object value) {
    if (value instanceof String text) {
      return PER_VALUE + text.length();
    }
    if (value instanceof byte[] bytes) {
      return PER_VALUE + bytes.length;
    }
    long size = PER_VALUE;
    if (value instanceof List<?> list) {
      for (Object element : list) {
        size += of(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        size += of(entry.getKey()) + of(entry.getValue());
      }
    }
    return size;
  }
}
