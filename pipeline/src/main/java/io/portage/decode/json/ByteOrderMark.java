package io.portage.decode.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the mark U+FEFF that programs write before a text: JSON has none. */
final class ByteOrderMark {
  /** Those of UTF-32 first: one of them begins as that of UTF-16 does. */
  private static final Map<String, byte[]> MARKS = new LinkedHashMap<>();

  static {
    MARKS.put("UTF-8", bytes(0xEF, 0xBB, 0xBF));
    MARKS.put("UTF-32 (little-endian)", bytes(0xFF, 0xFE, 0, 0));
    MARKS.put("UTF-32 (big-endian)", bytes(0, 0, 0xFE, 0xFF));
    MARKS.put("UTF-16 (little-endian)", bytes(0xFF, 0xFE));
    MARKS.put("UTF-16 (big-endian)", bytes(0xFE, 0xFF));
  }

  private ByteOrderMark() {}

  /** What is wrong with bytes that begin with a mark; null where they do not. */
  static @Nullable String of(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] > 0) {
      return null;
    }
    for (Map.Entry<String, byte[]> mark : MARKS.entrySet()) {
      if (begins(bytes, mark.getValue())) {
        return "begins with a byte order mark (U+FEFF) of "
            + mark.getKey()
            + "; JSON is read as UTF-8, without one";
      }
    }
    return null;
  }

  private static boolean begins(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length
        && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
