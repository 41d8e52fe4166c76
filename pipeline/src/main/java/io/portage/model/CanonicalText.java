package io.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * A value of a key column whose type the database does not compare by its text: the interval {@code
 * P1M} equals {@code P30D}, the {@code citext} {@code Joe} equals {@code joe}. Two values are equal
 * if their canonical texts are equal. Each value keeps its own text, and that text is written.
 */
public final class CanonicalText implements Comparable<CanonicalText> {
  private final String text;
  private final String canonical;

  /**
   * A value as the source sent it.
   *
   * @param text the text that is written to the column
   * @param canonical the one text that all values share which the database treats as equal
   */
  public CanonicalText(String text, String canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  /** The text as the source sent it. */
  public String text() {
    return text;
  }

  /** The one text that all equal values share. */
  public String canonical() {
    return canonical;
  }

  @Override
  public int compareTo(CanonicalText other) {
    return canonical.compareTo(other.canonical);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CanonicalText that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
