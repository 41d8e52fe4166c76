package io.portage.launcher.cutover;

import java.time.Duration;
import java.util.Locale;

/** Texts of a report. */
final class Texts {
  private Texts() {}

  /** Returns seconds with one digit, {@code 1.5 s}. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
