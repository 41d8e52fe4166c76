package io.portage.decode;

import io.portage.model.Columns;
import io.portage.model.Image;
import io.portage.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which a source says that it could not tell a column's value.
 *
 * <p>Debezium writes its placeholder as it fits the column: as text; for bytes as their base64; in
 * an array as its one element; for an array of numbers as the placeholder's bytes; for an array of
 * UUIDs as the UUID that is named after it; for hstore as one entry, in JSON text or as a map.
 * Geometries, for which Debezium makes up a far-away point, are not recognized.
 */
final class Unavailable {
  /** Stands in an array of values for one that the source could not tell. */
  static final Object LACKING = new Object();

  private final String text;
  private final String base64;
  private final String entry;
  private final String uuid;
  private final byte[] bytes;
  private final List<Object> numbers;

  /**
   * The forms of a placeholder.
   *
   * @param placeholder its text, or {@code hex:} and its bytes; empty for none
   */
  Unavailable(String placeholder) {
    bytes =
        placeholder.startsWith("hex:")
            ? HexFormat.of().parseHex(placeholder.substring(4))
            : placeholder.getBytes(StandardCharsets.UTF_8);
    text = new String(bytes, StandardCharsets.UTF_8);
    base64 = Base64.getEncoder().encodeToString(bytes);
    entry = "{\"" + text + "\":\"" + text + "\"}";
    uuid = UUID.nameUUIDFromBytes(bytes).toString();
    numbers = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      numbers.add((long) b);
    }
  }

  /** {@link #LACKING} where {@code value} stands for what is not known, otherwise the value. */
  @Nullable Object orLacking(@Nullable Object value) {
    if (value instanceof String candidate) {
      return isText(candidate) ? LACKING : value;
    }
    return value != null && !(value instanceof Number) && isOther(value) ? LACKING : value;
  }

  private boolean isText(String value) {
    return bytes.length > 0 && (value.equals(text) || value.equals(base64) || value.equals(entry));
  }

  private boolean isOther(Object value) {
    if (bytes.length == 0) {
      return false;
    }
    if (value instanceof byte[] candidate) {
      return Arrays.equals(candidate, bytes);
    }
    if (value instanceof List<?> list) {
      return (list.size() == 1 && isElement(list.get(0))) || list.equals(numbers);
    }
    return value instanceof Map<?, ?> map && map.size() == 1 && text.equals(map.get(text));
  }

  private boolean isElement(@Nullable Object element) {
    return text.equals(element)
        || base64.equals(element)
        || uuid.equals(element)
        || (element instanceof byte[] candidate && Arrays.equals(candidate, bytes));
  }

  /** The image of these columns, in which {@link #LACKING} stands for what is not known. */
  static Image image(Columns columns, @Nullable Object[] values) {
    for (Object value : values) {
      if (value == LACKING) {
        return partial(columns, values);
      }
    }
    return Image.whole(Row.of(columns, values));
  }

  private static Image partial(Columns columns, @Nullable Object[] values) {
    List<String> names = new ArrayList<>(values.length);
    List<@Nullable Object> known = new ArrayList<>(values.length);
    Set<String> lacking = new LinkedHashSet<>();
    for (int i = 0; i < values.length; i++) {
      String name = columns.names().get(i);
      if (values[i] == LACKING) {
        lacking.add(name);
      } else {
        names.add(name);
        known.add(values[i]);
      }
    }
    return new Image(Row.of(Columns.of(names), known.toArray()), lacking);
  }
}
