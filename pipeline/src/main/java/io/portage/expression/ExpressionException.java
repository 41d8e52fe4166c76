package io.portage.expression;

import java.util.Set;

/** An expression does not compile, or fails on a row. The message contains no row values. */
public final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Set<String> columns;

  /** An expression failed with {@code message}. */
  public ExpressionException(String message) {
    this(message, Set.of());
  }

  /** A part of an expression that reads {@code columns} failed with {@code message}. */
  ExpressionException(String message, Set<String> columns) {
    super(message);
    this.columns = columns;
  }

  /** The columns of the part that failed; empty if the part is unknown. */
  public Set<String> columns() {
    return columns;
  }
}
