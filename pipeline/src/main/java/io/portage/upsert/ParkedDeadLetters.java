package io.portage.upsert;

import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.upsert.parking.ParkedChanges;
import java.time.Duration;

/** The dead letters of parked changes. */
final class ParkedDeadLetters {
  private static final String EXCHANGE =
      "; if it exchanges the value with another dead letter, make the constraint DEFERRABLE, or"
          + " give one of the rows another value manually, and replay both";

  private ParkedDeadLetters() {}

  /**
   * Returns the dead letter with the time and the attempts that its change was parked.
   *
   * @param now the present time, milliseconds since 1970
   * @param ofUniqueValue true if another row has its value
   */
  static DeadLetter withParkedTime(
      DeadLetter deadLetter, ParkedChanges parkedChanges, long now, boolean ofUniqueValue) {
    FailureCause cause = deadLetter.cause();
    String message =
        cause.message()
            + "; tried "
            + (parkedChanges.attempts() + 1)
            + " times in "
            + Duration.ofMillis(now - parkedChanges.since()).toSeconds()
            + " s";
    if (ofUniqueValue) {
      message += EXCHANGE;
    }
    return new DeadLetter(
        deadLetter.stage(),
        new FailureCause(
            cause.reason(), message, cause.column(), cause.errorClass(), cause.sqlState()),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        null,
        deadLetter.change(),
        deadLetter.part());
  }
}
