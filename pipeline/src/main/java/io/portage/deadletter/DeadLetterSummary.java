package io.portage.deadletter;

import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a letter without its contents, so that very many fit into the memory.
 *
 * @param coordinates the record's coordinates
 * @param part which half of it
 * @param stage where it failed
 * @param reason why
 * @param message for people, without row values
 * @param column the column at fault, or null
 * @param sqlState the database's SQLState, or null
 * @param attempts how often it was tried
 * @param failedAt when it failed last, milliseconds since 1970
 * @param firstFailedAt when it failed first, milliseconds since 1970
 * @param resolution what a replay made of it, or null while it is unresolved
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
  /** The head of {@code stored}. */
  static DeadLetterSummary of(StoredDeadLetter stored) {
    DeadLetter letter = stored.letter();
    return new DeadLetterSummary(
        letter.coordinates(),
        letter.part(),
        letter.stage(),
        letter.cause().reason(),
        letter.cause().message(),
        letter.cause().column(),
        letter.cause().sqlState(),
        letter.attempts(),
        letter.failedAt(),
        letter.failedAt(),
        stored.resolution());
  }

  /** The letter's id. */
  public String id() {
    return coordinates + part.suffix();
  }

  /** The same as all letters under its id tell it. */
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
