package io.portage.target.definition;

/** The target does not accept new columns; the message is without row values. */
public final class ColumnsNotAddedException extends Exception {
  private static final long serialVersionUID = 1;

  public ColumnsNotAddedException(String message) {
    super(message);
  }
}
