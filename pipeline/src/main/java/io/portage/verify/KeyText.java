package io.portage.verify;

import io.portage.model.CanonicalText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The values of a key as texts from which the same values can be read again. */
final class KeyText {
  private KeyText() {}

  static List<String> write(List<Object> key) {
    List<String> texts = new ArrayList<>(key.size());
    for (Object value : key) {
      if (value instanceof byte[] bytes) {
        texts.add("bytes " + HexFormat.of().formatHex(bytes));
      } else if (value instanceof CanonicalText text) {
        texts.add("folded " + text.canonical().length() + " " + text.canonical() + text.text());
      } else {
        texts.add(value.getClass().getSimpleName() + " " + value);
      }
    }
    return texts;
  }

  /**
   * Returns the values of {@link #write}.
   *
   * @throws IllegalArgumentException if a text is not one of them
   */
  static List<Object> read(List<String> texts) {
    return texts.stream().map(KeyText::value).toList();
  }

  private static Object value(String written) {
    int end = written.indexOf(' ');
    String text = written.substring(end + 1);
    return switch (written.substring(0, Math.max(0, end))) {
      case "bytes" -> HexFormat.of().parseHex(text);
      case "folded" -> folded(text);
      case "String" -> text;
      case "Long" -> Long.valueOf(text);
      case "Boolean" -> Boolean.valueOf(text);
      case "Double" -> Double.valueOf(text);
      case "BigDecimal" -> new BigDecimal(text);
      case "LocalDate" -> LocalDate.parse(text);
      case "LocalTime" -> LocalTime.parse(text);
      case "LocalDateTime" -> LocalDateTime.parse(text);
      case "Instant" -> Instant.parse(text);
      case "Duration" -> Duration.parse(text);
      default -> throw new IllegalArgumentException("not a key of a state file");
    };
  }

  private static CanonicalText folded(String text) {
    int end = text.indexOf(' ');
    int length = Integer.parseInt(text.substring(0, Objects.checkIndex(end, text.length())));
    return new CanonicalText(
        text.substring(end + 1 + length), text.substring(end + 1, end + 1 + length));
  }
}
