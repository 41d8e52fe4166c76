package io.portage.commit;

import org.jspecify.annotations.Nullable;

/** Offsets cannot be committed, or a bounded run is incomplete. The message is for the user. */
final class CommitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommitException(String message) {
    super(message);
  }

  CommitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
