package io.portage.deadletter;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its record or change, so that very many fit in memory.
 *
 * @param coordinates the record's coordinates
 * @param part the part of the record
 * @param table the target table of a change; null for a record, which may name none
 * @param stage the stage that failed
 * @param cause the cause, without the exception's class
 * @param attempts the number of attempts
 * @param failedAt the time of the last failure, milliseconds since 1970
 * @param firstFailedAt the time of the first failure, milliseconds since 1970
 * @param resolution the resolution, or null if unresolved
 */
public record DeadLetterSummary(
    Coordinates coordinates,
    ChangePart part,
    @Nullable String table,
    Stage stage,
    FailureCause cause,
    int attempts,
    long failedAt,
    long firstFailedAt,
    @Nullable Resolution resolution) {
  /** The summary of {@code stored}. */
  static DeadLetterSummary of(StoredDeadLetter stored) {
    DeadLetter deadLetter = stored.deadLetter();
    FailureCause cause = deadLetter.cause();
    return new DeadLetterSummary(
        deadLetter.coordinates(),
        deadLetter.part(),
        deadLetter.change() == null ? null : deadLetter.change().table(),
        deadLetter.stage(),
        new FailureCause(cause.reason(), cause.message(), cause.column(), null, cause.sqlState()),
        deadLetter.attempts(),
        deadLetter.failedAt(),
        deadLetter.failedAt(),
        stored.resolution());
  }

  /** The reason. */
  public Reason reason() {
    return cause.reason();
  }

  /** The text for operators, without row values. */
  public String message() {
    return cause.message();
  }

  /** The column that caused the failure, or null. */
  public @Nullable String column() {
    return cause.column();
  }

  /** The database's SQLState, or null. */
  public @Nullable String sqlState() {
    return cause.sqlState();
  }

  /** The dead letter's id. */
  public String id() {
    return coordinates + part.suffix();
  }

  /** This summary with the attempts and the first failure of all dead letters with its id. */
  DeadLetterSummary folded(int mostAttempts, long first) {
    return new DeadLetterSummary(
        coordinates, part, table, stage, cause, mostAttempts, failedAt, first, resolution);
  }
}
