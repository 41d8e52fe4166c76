package io.portage.decode.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Strict validation of UTF-8. Jackson accepts overlong forms, encoded surrogates and code points
 * beyond Unicode, and would decode them to text that was not in the source.
 */
public final class Utf8 {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Returns the index of the first byte that belongs to no character, or -1. */
  public static int firstMalformed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (at + 8 <= to && ((long) EIGHT.get(bytes, at) & NOT_ASCII) == 0) {
        at += 8;
        continue;
      }
      if (bytes[at] >= 0) {
        at++;
        continue;
      }
      int width = width(bytes, at, to);
      if (width == 0) {
        return at;
      }
      at += width;
    }
    return -1;
  }

  /**
   * Returns the number of bytes of the character at this index (2 to 4), or 0 if it is malformed.
   */
  private static int width(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    if (first >= 0xC2 && first <= 0xDF) {
      return follows(bytes, at + 1, to, 0x80, 0xBF) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      return follows(bytes, at + 1, to, low, high) && follows(bytes, at + 2, to, 0x80, 0xBF)
          ? 3
          : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
      int low = first == 0xF0 ? 0x90 : 0x80;
      int high = first == 0xF4 ? 0x8F : 0xBF;
      return follows(bytes, at + 1, to, low, high)
              && follows(bytes, at + 2, to, 0x80, 0xBF)
              && follows(bytes, at + 3, to, 0x80, 0xBF)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean follows(byte[] bytes, int at, int to, int low, int high) {
    return at < to && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
  }
}
