package io.portage.expression;

/** An expression cannot be compiled, or failed on one row. The message holds no row values. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  /** An expression failed for {@code message}. */
  public ExpressionException(String message) {
    super(message);
  }
}
