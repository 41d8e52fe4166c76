package io.portage.config.yaml;

import java.util.Map;

/** Parses one of a few labels. */
final class Choice {
  private Choice() {}

  static <T> T parse(String text, Map<String, T> choices) throws InvalidValueException {
    T choice = choices.get(text);
    if (choice == null) {
      throw new InvalidValueException(
          "unknown value",
          Suggestions.nearest(text, choices.keySet())
                  .map(near -> "did you mean " + near + "? ")
                  .orElse("")
              + "allowed: "
              + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return choice;
  }
}
