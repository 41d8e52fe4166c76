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

/** Makes dead letters of what cannot be written. Their messages hold no row values. */
final class DeadLetterFactory {
  private final Clock clock;

  DeadLetterFactory(Clock clock) {
    this.clock = clock;
  }

  /** The database refused the change. */
  DeadLetter byDatabase(TablePlan plan, Change change, RejectedRowException error) {
    SqlFailure failure = error.failure();
    if (plan.isReferred(change, failure)) {
      failure = failure.withMessage(referenced(change, failure));
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return letter(
        change,
        new FailureCause(
            reason(failure),
            failure.message(),
            failure.column(),
            cause.getClass().getName(),
            failure.sqlState()));
  }

  private static String referenced(Change change, SqlFailure failure) {
    String told =
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
        ? told + "; the old row of a key change stays until they refer to its new key, or are gone"
        : told;
  }

  /** The database cannot write the row in the time that it has, or with what it has. */
  DeadLetter tooSlow(TablePlan plan, Change change, RejectedRowException error) {
    FailureCause cause = byDatabase(plan, change, error).cause();
    return letter(
        change,
        new FailureCause(
            cause.reason(),
            "the database gives up on this row while it can write other rows of "
                + change.table()
                + ": "
                + cause.message()
                + "; look for a trigger that is slow for the row, for a session that holds what it"
                + " needs, and at statement_timeout",
            cause.column(),
            cause.errorClass(),
            cause.sqlState()));
  }

  private static Reason reason(SqlFailure failure) {
    if (failure.isIn("23")
        || failure.isIn("44")
        || (failure.isClassified() && failure.isIn("42501"))) {
      return Reason.CONSTRAINT;
    } else if (failure.isClassified()) {
      return Reason.REFUSED;
    }
    return failure.isIn("42") || failure.isIn("3F") ? Reason.SCHEMA_MISMATCH : Reason.REFUSED;
  }

  /** The target has no such table. */
  DeadLetter noTable(Change change) {
    return letter(
        change,
        FailureCause.of(Reason.SCHEMA_MISMATCH, "the target has no table " + change.table()));
  }

  /** The target's table has no such column. */
  DeadLetter noColumn(Change change, String column) {
    String message = "the table " + change.table() + " has no column " + column;
    return letter(change, FailureCause.inColumn(Reason.SCHEMA_MISMATCH, column, message));
  }

  /** A partial change found no row to complete it. */
  DeadLetter noRow(Change change) {
    return letter(
        change,
        FailureCause.of(
            Reason.ROW_MISSING,
            "the change lacks columns, and " + change.table() + " has no row to take them from"));
  }

  /** The database neither wrote the row nor refused it. */
  DeadLetter suppressed(Change change, List<String> suppressors) {
    return letter(
        change,
        FailureCause.of(
            Reason.REFUSED,
            change.table()
                + " has not taken the row, without an error: a trigger suppresses it (it returns"
                + " NULL), or a rule does"
                + (suppressors.isEmpty()
                    ? ""
                    : "; the table has " + String.join(", ", suppressors))));
  }

  /** The target has a newer version. */
  DeadLetter stale(Change change) {
    return letter(
        change, FailureCause.of(Reason.STALE, change.table() + " has a newer version of the row"));
  }

  /** A row of a snapshot that was told behind what the target has, whose place nothing tells. */
  DeadLetter outOfOrder(Change change, Version standing) {
    return letter(
        change,
        FailureCause.of(
            Reason.STALE,
            "the connector lost its place and took a new snapshot: this row of it comes behind"
                + " offset "
                + standing.offset()
                + " of its partition, whose change "
                + change.table()
                + " has, but has no position to tell that it is newer. Set `epochs: [{from: <the"
                + " snapshot's begin, not after "
                + Instant.ofEpochMilli(change.kafkaTime())
                + ">, epoch: "
                + (standing.epoch() + 1)
                + "}]` for the table and read again from there; a replay of this letter is stale"
                + " again"));
  }

  /** An earlier change of its key waits, and {@code earlier} tells why. */
  DeadLetter afterOther(Change change, DeadLetter earlier) {
    return letter(change, earlier.cause());
  }

  private DeadLetter letter(Change change, FailureCause cause) {
    return DeadLetter.ofChange(Stage.UPSERT, cause, clock.millis(), change);
  }
}
