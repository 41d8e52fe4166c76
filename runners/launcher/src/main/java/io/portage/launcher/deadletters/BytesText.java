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
 */
public final class BytesText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int WIDTH = 16;

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
      return node.isContainerNode() ? node.toPrettyString() : text;
    } catch (JsonProcessingException e) {
      return text; // text that is not JSON
    }
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
