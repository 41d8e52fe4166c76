package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its contents.
 *
 * @param row the number of the row in a record with several, from 0; null for a whole record
 * @param table the target table, see {@link LetterTables#tableOf}; or null
 * @param state {@code unresolved}, or the kind of its resolution
 * @param resolution the message of its resolution, or null
 */
public record LetterLine(
    String id,
    String topic,
    int partition,
    long offset,
    @Nullable Integer row,
    @Nullable String table,
    String stage,
    String reason,
    @Nullable String column,
    @Nullable String sqlState,
    int attempts,
    String failedAt,
    String firstFailedAt,
    String state,
    @Nullable String resolution,
    String message) {
  private static final int MESSAGE = 2_000;

  /** Returns the summary for display. */
  public static LetterLine of(DeadLetterSummary head, LetterTables tables) {
    return new LetterLine(
        head.id(),
        head.coordinates().topic(),
        head.coordinates().partition(),
        head.coordinates().offset(),
        head.part().isOnlyRow() ? null : head.part().row(),
        tables.tableOf(head),
        head.stage().label(),
        head.reason().name(),
        head.column(),
        head.sqlState(),
        head.attempts(),
        Instant.ofEpochMilli(head.failedAt()).toString(),
        Instant.ofEpochMilli(head.firstFailedAt()).toString(),
        DeadLetterTables.state(head),
        head.resolution() == null ? null : ShownText.first(head.resolution().message(), MESSAGE),
        ShownText.first(head.message(), MESSAGE));
  }
}
