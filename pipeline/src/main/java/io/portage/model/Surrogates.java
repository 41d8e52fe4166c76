package io.portage.model;

/** Finds text that has no encoding in UTF-8. */
public final class Surrogates {
  private Surrogates() {}

  /** Returns true if the text contains half a surrogate pair without its other half. */
  public static boolean hasUnpaired(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
