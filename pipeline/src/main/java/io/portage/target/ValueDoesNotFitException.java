package io.portage.target;

/**
 * A value does not fit its column. The message names the column, its type and the reason, and never
 * contains the value.
 *
 * <p>It has no stack trace: there may be thousands of them, and the message is complete.
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

  /**
   * Returns true if the value was rejected only because of its NUL characters, as far as is known.
   */
  public boolean isNul() {
    return nul;
  }

  /** Returns the target column's name. */
  public String column() {
    return column;
  }
}
