package io.portage.expression;

import java.util.Set;

/** An expression cannot be compiled, or failed on one row. The message holds no row values. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Set<String> columns;

  /** An expression failed for {@code message}. */
  public ExpressionException(String message) {
    this(message, Set.of());
  }

  /** A part of an expression that reads {@code columns} failed for {@code message}. */
  ExpressionException(String message, Set<String> columns) {
    super(message);
    this.columns = columns;
  }

  /** The columns that the part reads which failed; empty where that is not known. */
  public Set<String> columns() {
    return columns;
  }
}
