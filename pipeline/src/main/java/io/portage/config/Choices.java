package io.portage.config;

import java.util.Map;

/** One of a few labels. */
final class Choices {
  private Choices() {}

  static <T> T parse(String text, Map<String, T> choices) throws Malformed {
    T choice = choices.get(text);
    if (choice == null) {
      throw new Malformed(
          "unknown value",
          "allowed: " + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return choice;
  }
}
