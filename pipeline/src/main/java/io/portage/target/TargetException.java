package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * The target cannot be used, and a retry does not help. The message is meant for users and contains
 * neither row values nor secrets.
 */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The target cannot be used for the reason {@code message}. */
  public TargetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
