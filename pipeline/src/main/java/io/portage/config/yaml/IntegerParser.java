package io.portage.config.yaml;

/** Parses integers within bounds. */
final class IntegerParser {
  private IntegerParser() {}

  static int parse(String text, int min, int max) throws InvalidValueException {
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
}
