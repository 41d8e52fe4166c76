package io.portage.model;

import io.portage.model.DeadLetter.FailureCause;

/**
 * A change, or a half of it, that a stage cannot process and that becomes a dead letter. Carries
 * the cause. Cheap to throw: there is no stack trace.
 */
public final class RejectedChangeException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient FailureCause cause;

  /** A rejection with this cause. */
  public RejectedChangeException(FailureCause cause) {
    super(cause.message(), null, false, false);
    this.cause = cause;
  }

  /** A rejection without a column. */
  public static RejectedChangeException of(Reason reason, String message) {
    return new RejectedChangeException(FailureCause.of(reason, message));
  }

  /** A rejection because of a column. */
  public static RejectedChangeException inColumn(Reason reason, String column, String message) {
    return new RejectedChangeException(FailureCause.inColumn(reason, column, message));
  }

  /** The cause, for the dead letter. */
  public FailureCause cause() {
    return cause;
  }

  /**
   * Returns true if the cause depends on the target's metadata, which may have changed since it was
   * read.
   */
  public boolean dependsOnTarget() {
    return cause.reason() == Reason.DOES_NOT_FIT || cause.reason() == Reason.SCHEMA_MISMATCH;
  }
}
