package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.Version;
import io.portage.target.RejectedRowException;
import io.portage.target.SqlFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates dead letters for changes that cannot be written. Their messages contain no row values.
 */
final class DeadLetterFactory {
  /** The number of columns that a message names. */
  private static final int MOST_COLUMNS = 10;

  private final Clock clock;

  DeadLetterFactory(Clock clock) {
    this.clock = clock;
  }

  /** Returns the dead letter of a change that the database rejected. */
  DeadLetter byDatabase(TablePlan plan, Change change, RejectedRowException error) {
    SqlFailure failure = error.failure();
    if (plan.isReferred(change, failure)) {
      failure = failure.withMessage(referenced(change, failure));
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return deadLetter(
        change,
        new FailureCause(
            reason(failure),
            failure.message(),
            failure.column(),
            cause.getClass().getName(),
            failure.sqlState(),
            failure.constraint()));
  }

  private static String referenced(Change change, SqlFailure failure) {
    String message =
        "rows of table "
            + failure.table()
            + (change.op() == Change.Op.UPSERT
                ? " refer to a value that the row gives up"
                : " still refer to the row")
            + ", constraint "
            + failure.constraint()
            + " (SQLState "
            + failure.sqlState()
            + ")";
    return KeyMoves.movesAway(change)
        ? message
            + "; the old row of a key change stays until they refer to its new key, or are removed"
        : message;
  }

  /**
   * Returns the dead letter of a row that the database cannot write within its limits of time or
   * memory.
   */
  DeadLetter tooSlow(TablePlan plan, Change change, RejectedRowException error) {
    FailureCause cause = byDatabase(plan, change, error).cause();
    return deadLetter(
        change,
        new FailureCause(
            cause.reason(),
            "the database cannot finish the write of this row while it can write other rows of "
                + change.table()
                + ": "
                + cause.message()
                + "; check for a trigger that is slow for this row, for a session that holds a lock"
                + " that the row needs, and the value of statement_timeout",
            cause.column(),
            cause.errorClass(),
            cause.sqlState(),
            cause.constraint()));
  }

  private static Reason reason(SqlFailure failure) {
    return switch (failure.kind()) {
      case UNIQUE, FOREIGN_KEY, CONSTRAINT, ROW_RULE -> Reason.CONSTRAINT;
      case SCHEMA -> Reason.SCHEMA_MISMATCH;
      case VALUE, CONFLICT, OTHER -> Reason.REFUSED;
    };
  }

  /**
   * Returns the dead letter of a change whose table the target does not have.
   *
   * @param problem the reason if the table exists and cannot be used, else null
   */
  DeadLetter noTable(Change change, @Nullable String problem) {
    String message = problem == null ? "the target has no table " + change.table() : problem;
    return deadLetter(change, FailureCause.of(Reason.SCHEMA_MISMATCH, message));
  }

  /** Returns the dead letter of a change with a column that the target's table does not have. */
  DeadLetter noColumn(Change change, String column) {
    String message = "the table " + change.table() + " has no column " + column;
    return deadLetter(change, FailureCause.inColumn(Reason.SCHEMA_MISMATCH, column, message));
  }

  /** Returns the dead letter of a partial row that no row in the target completes. */
  DeadLetter noRow(TablePlan plan, Change change) {
    List<String> lacking = plan.lacking(change.row().columns());
    String columns = String.join(", ", lacking.subList(0, Math.min(lacking.size(), MOST_COLUMNS)));
    return deadLetter(
        change,
        new FailureCause(
            Reason.ROW_MISSING,
            "the change is a partial row"
                + (lacking.isEmpty()
                    ? ""
                    : ", without "
                        + columns
                        + (lacking.size() > MOST_COLUMNS ? ", ..." : "")
                        + " (the event has no value for them, such as an unchanged one that the"
                        + " source does not send)")
                + ", and "
                + change.table()
                + " has no row that completes it",
            lacking.size() == 1 ? lacking.get(0) : null,
            null,
            null));
  }

  /**
   * Returns the dead letter of a row that the database neither wrote nor rejected.
   *
   * @param suppressors the triggers and rules that may be the reason; empty if they are not known
   */
  DeadLetter suppressed(Change change, List<String> suppressors) {
    return deadLetter(
        change,
        FailureCause.of(
            Reason.REFUSED,
            change.table()
                + " was not changed, and the database reported no error: a trigger (one that"
                + " returns NULL) or a rule suppresses the row"
                + (suppressors.isEmpty()
                    ? ""
                    : "; the table has " + String.join(", ", suppressors))));
  }

  /** Returns the dead letter of a stale change. */
  DeadLetter stale(Change change) {
    return deadLetter(
        change, FailureCause.of(Reason.STALE, change.table() + " has a newer version of the row"));
  }

  /**
   * Returns the dead letter of a snapshot row that has no source position, is stale, and follows
   * the target's change in the same partition: its order cannot be decided without an epoch.
   */
  DeadLetter outOfOrder(Change change, Version targetVersion) {
    return deadLetter(
        change,
        FailureCause.of(
            Reason.STALE,
            "the connector lost its position and took a new snapshot: this row of it follows"
                + " offset "
                + targetVersion.offset()
                + " of its partition, whose change is in "
                + change.table()
                + ", but has no source position that shows that it is newer. Set `epochs: [{from:"
                + " <the snapshot's begin, not after "
                + Instant.ofEpochMilli(change.kafkaTime())
                + ">, epoch: "
                + (targetVersion.epoch() + 1)
                + "}]` for the table and read again from there; a replay of this dead letter is"
                + " stale again"));
  }

  /**
   * Returns what a change becomes that must follow a parked change of its key; it has the cause of
   * {@code earlier}.
   */
  DeadLetter afterOther(Change change, DeadLetter earlier) {
    return deadLetter(change, earlier.cause());
  }

  private DeadLetter deadLetter(Change change, FailureCause cause) {
    return DeadLetter.ofChange(Stage.UPSERT, cause, clock.millis(), change);
  }
}
