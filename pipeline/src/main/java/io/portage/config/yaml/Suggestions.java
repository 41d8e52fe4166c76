package io.portage.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests known names for a misspelt name. */
public final class Suggestions {
  private Suggestions() {}

  /** Returns a suggestion: the nearest known name, or all known names if none is near. */
  public static String suggest(String name, Collection<String> known) {
    return nearest(name, known)
        .map(near -> "did you mean " + near + "?")
        .orElse(known.isEmpty() ? "none is known" : "known: " + String.join(", ", known));
  }

  /** Returns the nearest known name; empty if none is near. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= 1 + candidate.length() / 4)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** Returns the number of characters to add, remove or replace; upper and lower case are equal. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
