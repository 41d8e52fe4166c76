package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.target.FailureKind;
import io.portage.target.RejectedRowException;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the column for which the database rejected a single row, if its error does not name it. */
final class RejectedColumnFinder {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedColumnFinder.class);

  private static final Set<FailureKind> CONCERN_COLUMNS =
      Set.of(
          FailureKind.VALUE, FailureKind.CONSTRAINT, FailureKind.UNIQUE, FailureKind.FOREIGN_KEY);

  private final TransactionRunner transactions;

  RejectedColumnFinder(TransactionRunner transactions) {
    this.transactions = transactions;
  }

  /**
   * Returns the rejection with the name of the column, or unchanged if the column cannot be found.
   */
  RejectedRowException named(TablePlan plan, Change change, RejectedRowException rejected) {
    SqlFailure failure = rejected.failure();
    if (failure.column() != null || !CONCERN_COLUMNS.contains(failure.kind())) {
      return rejected;
    }
    try {
      Optional<String> column =
          transactions.rollBack(connection -> findColumn(connection, plan, change, failure));
      return column
          .map(
              name ->
                  new RejectedRowException(
                      failure.inColumn(name), Objects.requireNonNull(rejected.getCause())))
          .orElse(rejected);
    } catch (RejectedRowException e) {
      // The query failed, too: the rejection is reported without a column.
      rejected.addSuppressed(e);
      return rejected;
    }
  }

  /**
   * Returns the triggers and rules of the table that may suppress rows; empty if they cannot be
   * read.
   */
  List<String> suppressors(String table) {
    try {
      return transactions.rollBack(
          connection -> transactions.dialect().suppressingTriggers(connection, table));
    } catch (RejectedRowException e) {
      LOG.warn("The triggers of {} cannot be read: {}", table, e.getMessage());
      return List.of();
    }
  }

  private Optional<String> findColumn(
      Connection connection, TablePlan plan, Change change, SqlFailure failure)
      throws SQLException {
    RowBatch row = plan.layout(plan.group(change)).rows(List.of(change));
    return Optional.ofNullable(transactions.dialect().findRejectedColumn(connection, row, failure));
  }
}
