package io.portage.launcher.deadletters;

/** Formats numbers with a noun for display. */
final class Plural {
  private Plural() {}

  /** {@code 1 record}, {@code 2 records}. */
  static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
