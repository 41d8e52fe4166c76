package io.portage.normalize;

import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;

/** A record, or a half of it, cannot become a change. Carries the cause; has no stack trace. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Cause cause;

  Refusal(Cause cause) {
    super(cause.message(), null, false, false);
    this.cause = cause;
  }

  static Refusal of(Reason reason, String message) {
    return new Refusal(Cause.of(reason, message));
  }

  static Refusal inColumn(Reason reason, String column, String message) {
    return new Refusal(Cause.inColumn(reason, column, message));
  }

  Cause cause() {
    return cause;
  }

  /** Whether it depends on what is known of the target, which may have been altered since. */
  boolean dependsOnTarget() {
    return cause.reason() == Reason.DOES_NOT_FIT || cause.reason() == Reason.SCHEMA_MISMATCH;
  }
}
