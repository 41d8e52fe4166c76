package io.portage.config;

/** A secret cannot be resolved. The message contains its key and its reference, never a value. */
public final class SecretException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
