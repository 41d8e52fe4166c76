package io.portage.target;

/**
 * A value does not fit its column. The message names the column, its type and the reason, and never
 * holds the value.
 *
 * <p>It has no stack trace: poison may come by the thousand, and the message tells all.
 */
public final class ValueDoesNotFitException extends Exception {
  private static final long serialVersionUID = 1;

  private final String column;
  private final boolean nul;

  public ValueDoesNotFitException(TargetColumn column, String reason) {
    this(column, reason, false);
  }

  private ValueDoesNotFitException(TargetColumn column, String reason, boolean nul) {
    super("column " + column.name() + " (" + column.type() + "): " + reason, null, false, false);
    this.column = column.name();
    this.nul = nul;
  }

  public static ValueDoesNotFitException ofNul(TargetColumn column) {
    return new ValueDoesNotFitException(column, "text with a NUL character", true);
  }

  /** Whether it fits without its NUL characters, as far as one can tell. */
  public boolean isNul() {
    return nul;
  }

  /** The target column's name. */
  public String column() {
    return column;
  }
}
