package io.portage.decode.json;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detects the byte order mark U+FEFF, which JSON does not allow. */
final class ByteOrderMark {
  /** UTF-32 before UTF-16, because a mark of UTF-32 begins with a mark of UTF-16. */
  private static final Map<String, byte[]> MARKS = marks();

  private ByteOrderMark() {}

  private static Map<String, byte[]> marks() {
    Map<String, byte[]> marks = new LinkedHashMap<>();
    marks.put("UTF-8", bytes(0xEF, 0xBB, 0xBF));
    marks.put("UTF-32 (little-endian)", bytes(0xFF, 0xFE, 0, 0));
    marks.put("UTF-32 (big-endian)", bytes(0, 0, 0xFE, 0xFF));
    marks.put("UTF-16 (little-endian)", bytes(0xFF, 0xFE));
    marks.put("UTF-16 (big-endian)", bytes(0xFE, 0xFF));
    return Collections.unmodifiableMap(marks);
  }

  /** Returns the error message for bytes that begin with a mark; null for other bytes. */
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
