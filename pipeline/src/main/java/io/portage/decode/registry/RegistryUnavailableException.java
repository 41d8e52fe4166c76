package io.portage.decode.registry;

import org.jspecify.annotations.Nullable;

/** The registry does not answer a request, or not usefully, which a later attempt can cure. */
final class RegistryUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * Creates an exception.
   *
   * @param code the HTTP status, or a word for the kind of the failure; part of a metric's name
   */
  RegistryUnavailableException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  String code() {
    return code;
  }
}
