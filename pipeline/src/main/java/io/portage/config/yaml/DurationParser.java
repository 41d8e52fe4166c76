package io.portage.config.yaml;

import java.time.Duration;

/**
 * Parses durations of one number and one unit: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h},
 * {@code 2d}.
 */
final class DurationParser {
  /** The maximum of every key. */
  static final Duration MAX = Duration.ofDays(365);

  private static final int MAX_DIGITS = 12;

  private DurationParser() {}

  /** Parses a duration from {@code min} to {@link #MAX}. */
  static Duration parse(String text, Duration min) throws InvalidValueException {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0) {
      throw malformed();
    }
    long unitMillis = unitMillis(text.substring(digits));
    if (digits > MAX_DIGITS) {
      throw outOfRange(min);
    }
    long count = Long.parseLong(text.substring(0, digits));
    // The order of the checks prevents an overflow of the product.
    if (count > MAX.toMillis() / unitMillis || count * unitMillis < min.toMillis()) {
      throw outOfRange(min);
    }
    return Duration.ofMillis(count * unitMillis);
  }

  private static long unitMillis(String unit) throws InvalidValueException {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> throw malformed();
    };
  }

  private static InvalidValueException malformed() {
    return new InvalidValueException("not a duration", "write 10s, 500ms, 5m, 1h");
  }

  private static InvalidValueException outOfRange(Duration min) {
    return new InvalidValueException("out of range", "from " + min.toMillis() + "ms to 365d");
  }
}
