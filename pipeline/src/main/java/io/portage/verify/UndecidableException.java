package io.portage.verify;

/** Something that cannot be verified, with the reason for users, without row values. */
final class UndecidableException extends Exception {
  private static final long serialVersionUID = 1;

  UndecidableException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
