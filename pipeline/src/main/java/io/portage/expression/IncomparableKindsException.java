package io.portage.expression;

/** A comparison of values of kinds that are never equal. The message names the kinds only. */
final class IncomparableKindsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  IncomparableKindsException(String message) {
    super(message);
  }
}
