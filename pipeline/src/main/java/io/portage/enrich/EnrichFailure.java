package io.portage.enrich;

import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;

/** A column of one row has no value. Cheap to throw: it has no stack trace. */
final class EnrichFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Cause cause;

  EnrichFailure(Reason reason, String column, String message) {
    super(message, null, false, false);
    this.cause = Cause.inColumn(reason, column, message);
  }

  Cause why() {
    return cause;
  }
}
