package io.portage.model.encoding;

import io.portage.model.Surrogates;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes text losslessly: as UTF-8, and unpaired surrogates as the three bytes that UTF-8 would
 * use for them. Java's encoder replaces each of them by a question mark, so that two names could
 * become equal.
 */
final class TextEncoding {
  private TextEncoding() {}

  static byte[] of(String text) {
    return Surrogates.hasUnpaired(text)
        ? ofSurrogates(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ofSurrogates(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 3);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (next == i + 1 && Character.isSurrogate(text.charAt(i))) {
        bytes.write(0xE0 | (point >> 12));
        bytes.write(0x80 | ((point >> 6) & 0x3F));
        bytes.write(0x80 | (point & 0x3F));
      } else {
        bytes.writeBytes(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
      }
      i = next;
    }
    return bytes.toByteArray();
  }

  /** Decodes the {@code length} bytes from {@code from} on. */
  static String text(byte[] bytes, int from, int length) {
    for (int i = from; i + 2 < from + length; i++) {
      if (isSurrogate(bytes, i)) {
        return ofParts(Arrays.copyOfRange(bytes, from, from + length));
      }
    }
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /**
   * Returns true if the bytes at {@code at} are a surrogate: only surrogates begin with these two
   * bytes.
   */
  private static boolean isSurrogate(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) == 0xED && (bytes[at + 1] & 0xFF) >= 0xA0;
  }

  private static String ofParts(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int from = 0;
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (isSurrogate(bytes, i)) {
        text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        text.append((char) (0xD000 | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
        i += 2;
        from = i + 1;
      }
    }
    return text.append(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8))
        .toString();
  }
}
