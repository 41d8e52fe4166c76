package io.portage.sandbox.connect;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes a JSON object whose values are texts. */
final class JsonText {
  private JsonText() {}

  static String object(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String text(String value) {
    StringBuilder out = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < ' ') {
                out.append("\\u%04x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.append('"').toString();
  }
}
