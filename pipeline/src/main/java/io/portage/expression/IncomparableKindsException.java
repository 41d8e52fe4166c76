package io.portage.expression;

/** Values of kinds that are never equal are compared. The message names the kinds alone. */
final class IncomparableKindsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  IncomparableKindsException(String message) {
    super(message);
  }
}
