package io.portage.sandbox;

/** A failed operation of the sandbox; the message contains the end of the server's log. */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for the user. */
  public SandboxException(String message) {
    super(message);
  }

  /** Creates an exception with a message for the user and its cause. */
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
