package io.portage.launcher.deadletters;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that is cut off for display.
 *
 * @param text the first characters
 * @param bytes the size of the whole value in bytes, or -1 for null
 * @param isWhole false if it was cut off
 */
public record ShownText(String text, long bytes, boolean isWhole) {
  /** The number of bytes of a value that are shown. */
  public static final int MOST = 64 << 10;

  /** Returns the first bytes as text; longer values are neither parsed nor laid out. */
  public static ShownText of(byte @Nullable [] value) {
    if (value == null) {
      return new ShownText("(null)", -1, true);
    }
    return value.length <= MOST
        ? new ShownText(first(BytesText.of(value), 4 * MOST), value.length, true)
        : new ShownText(BytesText.of(Arrays.copyOf(value, MOST)), value.length, false);
  }

  /** Returns the first characters of a text. */
  public static String first(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
