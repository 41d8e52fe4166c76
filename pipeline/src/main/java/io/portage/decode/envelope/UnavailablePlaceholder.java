package io.portage.decode.envelope;

import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Image;
import java.math.BigDecimal;
import java.math.BigInteger;
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
 * The forms of the placeholder for an unavailable value.
 *
 * <p>Debezium encodes its placeholder by the column's type: as text; as the column's bytes are
 * encoded (base64, base64 for URLs, hexadecimal digits); for an array as its one element; for an
 * array of numbers as the placeholder's bytes, each encoded as the array's numbers are (as an
 * integer, with a decimal point, as decimal text, or as a decimal's own bytes); for a UUID as the
 * name-based UUID of the placeholder; for hstore as one entry, in JSON text or as a map.
 * Geometries, for which Debezium sends an artificial far-away point, are not recognized.
 */
public final class UnavailablePlaceholder {
  /** Marks an unavailable value in an array of column values. */
  public static final Object UNAVAILABLE = new Object();

  /** The greatest scale of a decimal in PostgreSQL. */
  private static final int MAX_SCALE = 16_383;

  private final String text;
  private final List<String> texts;

  /** One bit per length of a form; the highest bit is for that length and all greater ones. */
  private final long lengths;

  private final byte[] bytes;

  /**
   * Computes the forms of a placeholder.
   *
   * @param placeholder its text, or {@code hex:} and its bytes in hexadecimal; empty for none
   * @throws IllegalArgumentException if the text after {@code hex:} is not hexadecimal
   */
  public UnavailablePlaceholder(String placeholder) {
    bytes =
        placeholder.startsWith("hex:")
            ? HexFormat.of().parseHex(placeholder.substring(4))
            : placeholder.getBytes(StandardCharsets.UTF_8);
    text = new String(bytes, StandardCharsets.UTF_8);
    texts =
        bytes.length == 0
            ? List.of()
            : List.of(
                text,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                UUID.nameUUIDFromBytes(bytes).toString(),
                "{\"" + text + "\":\"" + text + "\"}");
    long bits = 0;
    for (String form : texts) {
      bits |= 1L << Math.min(form.length(), Long.SIZE - 1);
    }
    lengths = bits;
  }

  /**
   * Returns {@link #UNAVAILABLE} if {@code value} is a form of the placeholder, otherwise the
   * value.
   */
  @Nullable
  public Object replacePlaceholders(@Nullable Object value) {
    if (value instanceof String candidate) {
      return isText(candidate) ? UNAVAILABLE : value;
    }
    return value != null && !(value instanceof Number) && isOther(value) ? UNAVAILABLE : value;
  }

  /** Compares lengths first, because most values have the length of no form. */
  private boolean isText(String value) {
    if ((lengths >>> Math.min(value.length(), Long.SIZE - 1) & 1) == 0) {
      return false;
    }
    for (String form : texts) {
      if (value.equals(form)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOther(Object value) {
    if (bytes.length == 0) {
      return false;
    }
    if (value instanceof byte[] candidate) {
      return Arrays.equals(candidate, bytes);
    }
    if (value instanceof List<?> list) {
      return (list.size() == 1 && isElement(list.get(0))) || isBytes(list);
    }
    return isEntry(value);
  }

  private boolean isElement(@Nullable Object element) {
    return (element instanceof String candidate && isText(candidate))
        || (element instanceof byte[] raw && Arrays.equals(raw, bytes))
        || (element != null && isEntry(element));
  }

  private boolean isEntry(Object value) {
    return value instanceof Map<?, ?> map && map.size() == 1 && text.equals(map.get(text));
  }

  private boolean isBytes(List<?> list) {
    return list.size() == bytes.length && (areNumbers(list) || areUnscaled(list));
  }

  private boolean areNumbers(List<?> list) {
    for (int i = 0; i < bytes.length; i++) {
      BigDecimal number = number(list.get(i));
      if (number == null || number.compareTo(BigDecimal.valueOf(bytes[i])) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns true if the elements are unscaled decimals that equal the placeholder's bytes at one
   * scale.
   */
  private boolean areUnscaled(List<?> list) {
    BigInteger first = unscaled(list.get(0));
    int scale = first == null ? -1 : first.abs().toString().length();
    scale -= Integer.toString(Math.abs(bytes[0])).length();
    if (scale < 0 || scale > MAX_SCALE) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      BigInteger digits = unscaled(list.get(i));
      if (digits == null
          || new BigDecimal(digits, scale).compareTo(BigDecimal.valueOf(bytes[i])) != 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable BigDecimal number(@Nullable Object element) {
    if (element instanceof BigDecimal number) {
      return number;
    } else if (element instanceof Long number) {
      return BigDecimal.valueOf(number);
    } else if (element instanceof Map<?, ?> struct && struct.get("scale") instanceof Long scale) {
      BigInteger digits = Math.abs(scale) > MAX_SCALE ? null : unscaled(struct.get("value"));
      return digits == null ? null : new BigDecimal(digits, scale.intValue());
    } else if (element instanceof String decimal && decimal.length() <= MAX_SCALE) {
      try {
        return new BigDecimal(decimal);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable BigInteger unscaled(@Nullable Object element) {
    if (element instanceof String base64 && !base64.isEmpty() && base64.length() <= MAX_SCALE) {
      try {
        return new BigInteger(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }

  /**
   * Creates the image of these columns; columns whose value is {@link #UNAVAILABLE} are
   * unavailable.
   *
   * @param typed see {@link Image#typed}
   */
  public static Image image(Columns columns, @Nullable Object[] values, boolean typed) {
    for (Object value : values) {
      if (value == UNAVAILABLE) {
        return partial(columns, values, typed);
      }
    }
    return new Image(Row.of(columns, values), Set.of(), typed);
  }

  private static Image partial(Columns columns, @Nullable Object[] values, boolean typed) {
    List<String> names = new ArrayList<>(values.length);
    List<@Nullable Object> known = new ArrayList<>(values.length);
    Set<String> unavailableColumns = new LinkedHashSet<>();
    for (int i = 0; i < values.length; i++) {
      String name = columns.names().get(i);
      if (values[i] == UNAVAILABLE) {
        unavailableColumns.add(name);
      } else {
        names.add(name);
        known.add(values[i]);
      }
    }
    return new Image(Row.of(Columns.of(names), known.toArray()), unavailableColumns, typed);
  }
}
