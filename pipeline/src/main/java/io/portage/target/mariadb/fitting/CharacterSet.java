package io.portage.target.mariadb.fitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import org.jspecify.annotations.Nullable;

/** The character set of a column: the characters that it holds, and their lengths. */
enum CharacterSet {
  UTF8MB4,
  /** UTF-8 of at most three bytes: without the characters beyond U+FFFF. */
  UTF8MB3,
  UCS2,
  /** Windows' code page 1252; its five free bytes are control characters. */
  LATIN1,
  ASCII,
  /** Any other: the server rejects a character that it lacks. */
  OTHER;

  private static final String CONTROLS = "\u0081\u008d\u008f\u0090\u009d";
  private static final Charset CODE_PAGE_1252 = Charset.forName("windows-1252");

  /** Returns the character set of the server's name; {@link #UTF8MB4} without a name. */
  static CharacterSet of(@Nullable String name) {
    return switch (name == null ? "utf8mb4" : name) {
      case "utf8mb4" -> UTF8MB4;
      case "utf8mb3", "utf8" -> UTF8MB3;
      case "ucs2" -> UCS2;
      case "latin1" -> LATIN1;
      case "ascii" -> ASCII;
      default -> OTHER;
    };
  }

  /** Returns true if no character of the text is known to be missing. */
  boolean holds(String text) {
    return switch (this) {
      case UTF8MB4, OTHER -> true;
      case UTF8MB3, UCS2 -> text.chars().noneMatch(c -> Character.isSurrogate((char) c));
      case ASCII -> text.chars().allMatch(c -> c < 0x80);
      case LATIN1 -> {
        CharsetEncoder encoder = CODE_PAGE_1252.newEncoder();
        yield text.chars()
            .allMatch(c -> c < 0x80 || CONTROLS.indexOf(c) >= 0 || encoder.canEncode((char) c));
      }
    };
  }

  /** Returns true if the text has at most this many bytes, as far as is known. */
  boolean isWithin(String text, int bytes) {
    return switch (this) {
      case LATIN1, ASCII -> text.length() <= bytes;
      case UCS2 -> 2L * text.length() <= bytes;
      case OTHER -> true;
      case UTF8MB4, UTF8MB3 -> 3L * text.length() <= bytes || text.getBytes(UTF_8).length <= bytes;
    };
  }
}
