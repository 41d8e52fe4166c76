package io.portage.launcher.output;

/** Formats numbers with a noun for display. */
public final class Plural {
  private Plural() {}

  /** {@code 1 record}, {@code 2 records}. */
  public static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** {@code 1 record waits}, {@code 2 records wait}: the verb is given for several. */
  public static String of(long count, String what, String verb) {
    String single =
        switch (verb) {
          case "are" -> "is";
          case "have" -> "has";
          default -> verb + "s";
        };
    return of(count, what) + " " + (count == 1 ? single : verb);
  }
}
