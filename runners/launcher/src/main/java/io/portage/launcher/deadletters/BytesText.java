package io.portage.launcher.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Formats bytes for display: indented JSON, other text unchanged, everything else in hexadecimal.
 * Indented JSON has the names, values and duplicates of the bytes, character by character; only
 * whitespace between them differs.
 */
public final class BytesText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int WIDTH = 16;

  /** JSON is not indented if it would be longer than this, and four times as long as before. */
  private static final int LONG = 4_096;

  private BytesText() {}

  /** Returns all of {@code bytes}: several lines, the last one without a line break. */
  public static String of(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "(null)";
    }
    return text(bytes).map(BytesText::laidOut).orElseGet(() -> dump(bytes));
  }

  /** Returns true if {@code bytes} are text, which {@link #of} does not show in hexadecimal. */
  static boolean isText(byte @Nullable [] bytes) {
    return bytes != null && text(bytes).isPresent();
  }

  private static String laidOut(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isContainerNode() ? indented(text) : text;
    } catch (JsonProcessingException e) {
      return text; // text that is not JSON
    }
  }

  /** Returns valid JSON with other whitespace, unless deep nesting makes it far longer. */
  private static String indented(String json) {
    int most = Math.max(LONG, 4 * json.length());
    StringBuilder out = new StringBuilder(2 * json.length());
    int depth = 0;
    int at = 0;
    while (at < json.length() && out.length() <= most) {
      char c = json.charAt(at);
      int next = at + 1;
      switch (c) {
        case '"' -> {
          next = endOfText(json, at);
          out.append(json, at, next);
        }
        case '{', '[' -> {
          int inner = skipWhitespace(json, next);
          if (json.charAt(inner) == '}' || json.charAt(inner) == ']') {
            out.append(c).append(json.charAt(inner));
            next = inner + 1;
          } else {
            depth++;
            newLine(out.append(c), depth);
          }
        }
        case '}', ']' -> {
          depth--;
          newLine(out, depth);
          out.append(c);
        }
        case ',' -> newLine(out.append(c), depth);
        case ':' -> out.append(" : ");
        default -> {
          if (!Character.isWhitespace(c)) {
            out.append(c);
          }
        }
      }
      at = next;
    }
    return out.length() <= most ? out.toString() : json;
  }

  private static int endOfText(String json, int from) {
    int at = from + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int skipWhitespace(String json, int from) {
    int at = from;
    while (Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void newLine(StringBuilder out, int depth) {
    out.append('\n').append("  ".repeat(depth));
  }

  private static Optional<String> text(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    boolean printable =
        text.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c));
    return printable ? Optional.of(text) : Optional.empty();
  }

  private static String dump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int from = 0; from < bytes.length; from += WIDTH) {
      int to = Math.min(from + WIDTH, bytes.length);
      StringBuilder text = new StringBuilder();
      for (int i = from; i < to; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
      }
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, to);
      dump.append(String.format("%08x  %-47s  %s%n", from, hex, text));
    }
    return dump.toString().stripTrailing();
  }
}
