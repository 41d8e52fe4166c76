package io.portage.decode.registry;

import org.jspecify.annotations.Nullable;

/**
 * The registry cannot be used until its settings or rights are changed. The message is meant for
 * users, names the setting and contains no secret.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
