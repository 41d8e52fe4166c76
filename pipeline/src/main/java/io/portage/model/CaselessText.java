package io.portage.model;

import java.util.Locale;

/**
 * A text whose column does not tell upper from lower case, as a key holds it: two of them are equal
 * where they differ in case alone, and each keeps its own letters.
 */
public final class CaselessText implements Comparable<CaselessText> {
  private final String text;
  private final String folded;

  /** The text as the source told it. */
  public CaselessText(String text) {
    this.text = text;
    this.folded = text.toLowerCase(Locale.ROOT);
  }

  /** The text as the source told it. */
  public String text() {
    return text;
  }

  /** The one form of all texts that are equal to this one. */
  public String folded() {
    return folded;
  }

  @Override
  public int compareTo(CaselessText other) {
    return folded.compareTo(other.folded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CaselessText that && folded.equals(that.folded);
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
