package io.portage.decode.mysql;

import io.portage.decode.MalformedException;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Image;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one message of Canal, one after the other. A column that cannot be read is left
 * out of its row, and the first such error of a row is kept. Not thread-safe.
 */
final class CanalRows {
  private static final Set<String> BYTES =
      Set.of("tinyblob", "blob", "mediumblob", "longblob", "binary", "varbinary");

  private final Map<?, ?> types;
  private @Nullable MalformedException fault;

  /** The columns of the last row that was read: those of most rows of a message are equal. */
  private Columns columns = Columns.of(List.of());

  /**
   * @param types the type of each column, {@code mysqlType}
   */
  CanalRows(Map<?, ?> types) {
    this.types = types;
  }

  /** Begins with another row. */
  void begin() {
    fault = null;
  }

  /** Returns the first error since {@link #begin}, or null. */
  @Nullable MalformedException fault() {
    return fault;
  }

  /** Returns an element of {@code data} as an image; null if it is no row. */
  @Nullable Image image(@Nullable Object element, String place) {
    Row row = row(element, place);
    if (row == null) {
      fail(new MalformedException(place + " has no row"));
    }
    return row == null ? null : new Image(row, Set.of());
  }

  /** Returns the columns of an element of {@code data} or {@code old}; null if it is no object. */
  @Nullable Row row(@Nullable Object element, String place) {
    if (element == null) {
      return null;
    }
    if (!(element instanceof Map<?, ?> row)) {
      fail(new MalformedException(place + " has a row that is not an object"));
      return null;
    }
    List<String> names = new ArrayList<>(row.size());
    List<@Nullable Object> values = new ArrayList<>(row.size());
    for (Map.Entry<?, ?> column : row.entrySet()) {
      String name = String.valueOf(column.getKey());
      try {
        values.add(value(name, column.getValue(), place));
        names.add(name);
      } catch (MalformedException e) {
        fail(e);
      }
    }
    if (!columns.names().equals(names)) {
      columns = Columns.of(names);
    }
    return Row.of(columns, values.toArray());
  }

  private void fail(MalformedException error) {
    if (fault == null) {
      fault = error;
    }
  }

  private @Nullable Object value(String name, @Nullable Object value, String place)
      throws MalformedException {
    if (!(types.get(name) instanceof String type)) {
      throw new MalformedException("mysqlType has no type for " + place + " column " + name);
    }
    return value instanceof String text && isBytes(type) ? bytes(text, place, name) : value;
  }

  private static boolean isBytes(String type) {
    int end = type.indexOf('(');
    String name = (end < 0 ? type : type.substring(0, end)).trim();
    return BYTES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static byte[] bytes(String text, String place, String column) throws MalformedException {
    if (text.chars().anyMatch(character -> character > 0xFF)) {
      throw MalformedException.inColumn(place, column, "not bytes in ISO 8859-1");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
