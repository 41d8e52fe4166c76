package io.portage.normalize;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;

/**
 * The record, or a half of it, cannot be normalized to a change. Carries the cause; has no stack
 * trace.
 */
final class RejectedChangeException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient FailureCause cause;

  RejectedChangeException(FailureCause cause) {
    super(cause.message(), null, false, false);
    this.cause = cause;
  }

  static RejectedChangeException of(Reason reason, String message) {
    return new RejectedChangeException(FailureCause.of(reason, message));
  }

  static RejectedChangeException inColumn(Reason reason, String column, String message) {
    return new RejectedChangeException(FailureCause.inColumn(reason, column, message));
  }

  FailureCause cause() {
    return cause;
  }

  /**
   * Returns true if the cause depends on the target's metadata, which may have changed since it was
   * read.
   */
  boolean dependsOnTarget() {
    return cause.reason() == Reason.DOES_NOT_FIT || cause.reason() == Reason.SCHEMA_MISMATCH;
  }
}
