package io.portage.model;

/**
 * A value of a key whose type the database compares by another rule than that of its text: {@code
 * P1M} is {@code P30D} in an interval, {@code Joe} is {@code joe} in a {@code citext}. Two of them
 * are equal where their folded forms are, and each keeps its own text, which is what is written.
 */
public final class CanonicalText implements Comparable<CanonicalText> {
  private final String text;
  private final String canonical;

  /**
   * A value as the source told it.
   *
   * @param text what is written to the column
   * @param folded the one form of all texts that the database takes for equal to this one
   */
  public CanonicalText(String text, String folded) {
    this.text = text;
    this.canonical = folded;
  }

  /** The text as the source told it. */
  public String text() {
    return text;
  }

  /** The one form of all texts that are equal to this one. */
  public String canonical() {
    return canonical;
  }

  @Override
  public int compareTo(CanonicalText other) {
    return canonical.compareTo(other.canonical);
  }

  @Override
  public boolean equals(Object other) {
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
