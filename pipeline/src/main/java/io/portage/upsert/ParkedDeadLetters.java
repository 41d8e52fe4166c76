package io.portage.upsert;

import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.upsert.parking.ParkedChanges;
import java.time.Duration;

/** The dead letters of parked changes. */
final class ParkedDeadLetters {
  private ParkedDeadLetters() {}

  /**
   * Returns the dead letter with the time and the attempts that its change was parked.
   *
   * @param now the present time, milliseconds since 1970
   * @param advice the end of the message, or empty
   */
  static DeadLetter withParkedTime(
      DeadLetter deadLetter, ParkedChanges parkedChanges, long now, String advice) {
    FailureCause cause = deadLetter.cause();
    String message =
        cause.message()
            + "; tried "
            + (parkedChanges.attempts() + 1)
            + " times in "
            + Duration.ofMillis(now - parkedChanges.since()).toSeconds()
            + " s"
            + advice;
    return new DeadLetter(
        deadLetter.stage(),
        new FailureCause(
            cause.reason(),
            message,
            cause.column(),
            cause.errorClass(),
            cause.sqlState(),
            cause.constraint()),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        null,
        deadLetter.change(),
        deadLetter.part());
  }
}
