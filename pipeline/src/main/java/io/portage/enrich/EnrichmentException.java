package io.portage.enrich;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;

/** A column of a row has no value. Cheap to throw: there is no stack trace. */
final class EnrichmentException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient FailureCause cause;

  EnrichmentException(Reason reason, String column, String message) {
    super(message, null, false, false);
    this.cause = FailureCause.inColumn(reason, column, message);
  }

  FailureCause cause() {
    return cause;
  }
}
