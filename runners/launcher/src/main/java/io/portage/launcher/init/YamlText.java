package io.portage.launcher.init;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Scalars as a configuration's YAML has them. */
final class YamlText {
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** Returns the text of a value, quoted where YAML would read it as anything else. */
  static String of(String text) {
    if (text.matches("[A-Za-z_][A-Za-z0-9_.-]*")
        && !RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        // A dollar sign begins an environment variable.
        case '$' -> quoted.append("$$");
        default ->
            quoted.append(c < ' ' || c == 0x7f ? "\\x%02x".formatted((int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }

  /** Returns a list on one line. */
  static String list(List<String> texts) {
    return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
  }
}
