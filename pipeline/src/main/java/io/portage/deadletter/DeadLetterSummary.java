package io.portage.deadletter;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its record or change, so that very many fit in memory.
 *
 * @param coordinates the record's coordinates
 * @param part the part of the record
 * @param stage the stage that failed
 * @param reason the reason
 * @param message the text for operators, without row values
 * @param column the column that caused the failure, or null
 * @param sqlState the database's SQLState, or null
 * @param attempts the number of attempts
 * @param failedAt the time of the last failure, milliseconds since 1970
 * @param firstFailedAt the time of the first failure, milliseconds since 1970
 * @param resolution the resolution by a replay, or null if unresolved
 */
public record DeadLetterSummary(
    Coordinates coordinates,
    ChangePart part,
    Stage stage,
    Reason reason,
    String message,
    @Nullable String column,
    @Nullable String sqlState,
    int attempts,
    long failedAt,
    long firstFailedAt,
    @Nullable Resolution resolution) {
  /** The summary of {@code stored}. */
  static DeadLetterSummary of(StoredDeadLetter stored) {
    DeadLetter deadLetter = stored.deadLetter();
    return new DeadLetterSummary(
        deadLetter.coordinates(),
        deadLetter.part(),
        deadLetter.stage(),
        deadLetter.cause().reason(),
        deadLetter.cause().message(),
        deadLetter.cause().column(),
        deadLetter.cause().sqlState(),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        deadLetter.failedAt(),
        stored.resolution());
  }

  /** The dead letter's id. */
  public String id() {
    return coordinates + part.suffix();
  }

  /** This summary with the attempts and the first failure of all dead letters with its id. */
  DeadLetterSummary folded(int mostAttempts, long first) {
    return new DeadLetterSummary(
        coordinates,
        part,
        stage,
        reason,
        message,
        column,
        sqlState,
        mostAttempts,
        failedAt,
        first,
        resolution);
  }
}
