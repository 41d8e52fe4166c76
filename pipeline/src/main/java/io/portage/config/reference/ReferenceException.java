package io.portage.config.reference;

import org.jspecify.annotations.Nullable;

/** A reference cannot be read. The message contains neither row values nor secrets. */
public final class ReferenceException extends Exception {
  private static final long serialVersionUID = 1;

  public ReferenceException(String message) {
    super(message);
  }

  /**
   * The cause is kept for its stack trace only; its message may contain values, and is not logged.
   */
  public ReferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
