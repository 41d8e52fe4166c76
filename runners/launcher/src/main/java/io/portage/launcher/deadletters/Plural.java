package io.portage.launcher.deadletters;

/** Numbers for people. */
final class Plural {
  private Plural() {}

  /** {@code 1 letter}, {@code 2 letters}. */
  static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
