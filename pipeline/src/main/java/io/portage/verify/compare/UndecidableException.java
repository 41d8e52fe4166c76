package io.portage.verify.compare;

/** Something that cannot be verified, with the reason for users, without row values. */
public final class UndecidableException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason. */
  public UndecidableException(String reason) {
    super(reason);
  }

  /** Returns the reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
