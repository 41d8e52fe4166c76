package io.portage.config.yaml;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Parses and validates the texts of scalar values. */
public final class ValueParsers {
  private ValueParsers() {}

  /** Parses one of a few labels. */
  static <T> T choice(String text, Map<String, T> choices) throws InvalidValueException {
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

  /** Parses an integer within bounds. */
  static int integer(String text, int min, int max) throws InvalidValueException {
    String hint = "from " + min + " to " + max;
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("not a whole number", hint);
    }
    if (number < min || number > max) {
      throw new InvalidValueException("out of range", hint);
    }
    return (int) number;
  }

  /** Parses an instant in ISO 8601; {@code hint} is the expected form in the error. */
  public static Instant instant(String text, String hint) throws InvalidValueException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException("not an instant", hint);
    }
  }

  /** Validates a regular expression. */
  public static String regularExpression(String text) throws InvalidValueException {
    try {
      return Pattern.compile(text).pattern();
    } catch (PatternSyntaxException e) {
      throw new InvalidValueException("not a regular expression", e.getDescription());
    }
  }

  /** Validates a target table, {@code table} or {@code schema.table}. */
  public static String table(String text) throws InvalidValueException {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 2 || Arrays.stream(parts).anyMatch(String::isBlank)) {
      throw new InvalidValueException("not a table's name", "write table or schema.table");
    }
    return text;
  }
}
