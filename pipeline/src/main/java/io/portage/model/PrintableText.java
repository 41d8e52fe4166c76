package io.portage.model;

/**
 * Text for a terminal or a log: characters that would control it are escaped, as {@code \\u001b}.
 * They come from names and values of the source, which may hold any character.
 */
public final class PrintableText {
  private PrintableText() {}

  /** Returns the text with its line breaks and tabs. */
  public static String of(String text) {
    return escaped(text, true);
  }

  /** Returns the text as one line. */
  public static String line(String text) {
    return escaped(text, false);
  }

  private static String escaped(String text, boolean isLayoutKept) {
    if (text.chars().noneMatch(c -> isEscaped((char) c, isLayoutKept))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isEscaped(c, isLayoutKept)) {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isEscaped(char c, boolean isLayoutKept) {
    if (c == '\n' || c == '\t' || c == '\r') {
      return !isLayoutKept;
    }
    return Character.isISOControl(c) || isDirection(c);
  }

  /** Returns true for a character that changes the direction of the text after it. */
  private static boolean isDirection(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}
