package io.portage.assess.rules;

/** Sizes and durations for people. */
final class Sizes {
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

  private Sizes() {}

  /** Returns the number of bytes in whole units of 1,024. */
  static String text(long bytes) {
    long value = bytes;
    int unit = 0;
    while (value >= 10_240 && unit < UNITS.length - 1) {
      value /= 1_024;
      unit++;
    }
    return value + " " + UNITS[unit];
  }

  /** Returns the seconds in the largest unit that is whole enough. */
  static String duration(long seconds) {
    if (seconds >= 2 * 86_400) {
      return seconds / 86_400 + " days";
    }
    if (seconds >= 2 * 3_600) {
      return seconds / 3_600 + " h";
    }
    return seconds >= 120 ? seconds / 60 + " min" : seconds + " s";
  }
}
