package io.portage.config;

/** Whole numbers within bounds. */
final class Numbers {
  private Numbers() {}

  static int parse(String text, int min, int max) throws Malformed {
    String hint = "from " + min + " to " + max;
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Malformed("not a whole number", hint);
    }
    if (number < min || number > max) {
      throw new Malformed("out of range", hint);
    }
    return (int) number;
  }
}
