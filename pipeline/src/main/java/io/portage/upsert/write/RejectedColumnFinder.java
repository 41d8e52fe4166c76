package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.target.RejectedRowException;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks which column a single row was refused for, where the database has not said it. */
final class RejectedColumnFinder {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedColumnFinder.class);

  private final TransactionRunner transactions;

  RejectedColumnFinder(TransactionRunner transactions) {
    this.transactions = transactions;
  }

  /** The refusal with the column in it, or as it is where the column cannot be told. */
  RejectedRowException named(TablePlan plan, Change change, RejectedRowException refused) {
    SqlFailure failure = refused.failure();
    if (failure.column() != null || !(failure.isIn("22") || failure.isIn("23"))) {
      return refused;
    }
    try {
      Optional<String> column =
          transactions.rollBack(connection -> findColumn(connection, plan, change, failure));
      return column
          .map(
              name ->
                  new RejectedRowException(
                      failure.inColumn(name), Objects.requireNonNull(refused.getCause())))
          .orElse(refused);
    } catch (RejectedRowException e) {
      // Not even this could be asked: what the row was refused for is all that is known.
      refused.addSuppressed(e);
      return refused;
    }
  }

  /** What of the table can have suppressed rows; empty where that cannot be told. */
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
