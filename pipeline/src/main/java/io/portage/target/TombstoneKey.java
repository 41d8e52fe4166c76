package io.portage.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portage.model.CanonicalText;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The text form of a key, the same for equal keys on every machine and in every release: a JSON
 * array of the texts of its values, in the order of the configuration, e.g. {@code ["17","DE"]}.
 *
 * <p>Stored tombstones are found by this text, so it must never change.
 */
public final class TombstoneKey {
  private TombstoneKey() {}

  /** Returns the text of a key whose values are fitted to the target's columns. */
  public static String of(Row key) {
    StringBuilder text = new StringBuilder(24).append('[');
    for (int i = 0; i < key.size(); i++) {
      Object value = Objects.requireNonNull(key.get(i), "a key has no null");
      append(i == 0 ? text.append('"') : text.append(",\""), canonical(value));
      text.append('"');
    }
    return text.append(']').toString();
  }

  /** Returns the SHA-256 digest of a key's text, by which tombstones are found. */
  public static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Returns one text for all equal values: 1.0 and 1.00 are equal numbers, and so are 0.0 and -0.0.
   */
  public static String canonical(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof CanonicalText text) {
      return text.canonical();
    }
    if (value instanceof Double number) {
      return Double.toString(number + 0.0);
    }
    return value instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }

  public static void append(StringBuilder json, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
  }
}
