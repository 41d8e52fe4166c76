package io.portage.launcher.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Durations for people: {@code 500 ms}, {@code 1.5 s}, {@code 10 min}, {@code 2 h}, {@code 7 d}.
 */
public final class DurationText {
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNITS = {"d", "h", "min", "s", "ms"};

  private DurationText() {}

  /**
   * Returns the duration in the greatest unit that needs at most one decimal place and less than
   * four digits; if there is none, rounded in the greatest unit that it reaches.
   */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    String rounded = null;
    for (int i = 0; i < UNITS.length; i++) {
      if (millis >= MILLIS[i]) {
        boolean isExact = millis * 10 % MILLIS[i] == 0 && millis < 1_000 * MILLIS[i];
        String text = text(millis, MILLIS[i]) + " " + UNITS[i];
        if (isExact) {
          return text;
        }
        rounded = rounded == null ? text : rounded;
      }
    }
    return rounded == null ? millis + " ms" : rounded;
  }

  private static String text(long millis, long unit) {
    return BigDecimal.valueOf(millis)
        .divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
