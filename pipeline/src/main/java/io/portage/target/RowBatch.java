package io.portage.target;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be written, column by column: at most one per key, sorted by key.
 *
 * <p>Values are those of {@link io.portage.model.Row}; versions are {@link
 * io.portage.model.Version}s.
 */
public final class RowBatch {
  private final WriteSpec spec;
  private final int size;
  private final Map<String, @Nullable Object[]> values = new TreeMap<>();

  /**
   * Creates a batch of {@code shape}.
   *
   * @param values one array per field of the shape; not copied
   */
  public RowBatch(WriteSpec shape, int size, List<@Nullable Object[]> values) {
    List<WriteSpec.RowField> fields = shape.fields();
    if (fields.size() != values.size()) {
      throw new IllegalArgumentException(
          fields.size() + " fields but " + values.size() + " arrays of values");
    }
    this.spec = shape;
    this.size = size;
    for (int i = 0; i < fields.size(); i++) {
      this.values.put(fields.get(i).name(), values.get(i));
    }
  }

  /** Returns the columns and settings that the rows share. */
  public WriteSpec spec() {
    return spec;
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the values of one field, one per row. The array must not be changed. */
  public @Nullable Object[] values(String field) {
    @Nullable Object[] found = values.get(field);
    if (found == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return found;
  }
}
