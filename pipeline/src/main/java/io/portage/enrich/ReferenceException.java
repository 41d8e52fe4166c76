package io.portage.enrich;

import org.jspecify.annotations.Nullable;

/** A reference could not be read. The message names neither row values nor secrets. */
final class ReferenceException extends Exception {
  private static final long serialVersionUID = 1;

  ReferenceException(String message) {
    super(message);
  }

  /** The cause is kept for its place alone; what it says may hold values, and is not logged. */
  ReferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
