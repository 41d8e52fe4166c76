package io.portage.target;

/**
 * A value does not fit its column. The message names the column, its type and the reason, and never
 * holds the value.
 *
 * <p>It has no stack trace: poison may come by the thousand, and the message tells all.
 */
public final class UnfitException extends Exception {
  private static final long serialVersionUID = 1;

  private final String column;

  UnfitException(TargetColumn column, String reason) {
    super("column " + column.name() + " (" + column.type() + "): " + reason, null, false, false);
    this.column = column.name();
  }

  /** The target column's name. */
  public String column() {
    return column;
  }
}
