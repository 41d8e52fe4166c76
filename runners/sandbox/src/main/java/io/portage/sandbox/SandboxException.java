package io.portage.sandbox;

/** The sandbox could not do what it was asked; the message holds the end of the server's log. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what failed, for people. */
  public SandboxException(String message) {
    super(message);
  }

  /** With what failed, for people, and why. */
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
