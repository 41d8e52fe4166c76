package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.target.RejectedRowException;
import io.portage.target.RowBatch;
import io.portage.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Compares changes that the guard has rejected with the rows in the target. Writes nothing; not
 * thread-safe.
 */
final class TargetRowComparer {
  private final TransactionRunner transactions;
  private final TablePlanCache plans;

  TargetRowComparer(TransactionRunner transactions, TablePlanCache plans) {
    this.transactions = transactions;
    this.plans = plans;
  }

  /**
   * Returns the columns in which the target's row differs from {@code change}; empty if there is no
   * such row, or if the change is not an upsert.
   *
   * @throws TargetException if the database rejects the query; an outage is retried
   */
  List<String> differing(Change change) {
    Optional<TablePlan> plan = plans.find(change.table());
    if (change.op() != Change.Op.UPSERT || plan.isEmpty() || plan.get().unknown(change) != null) {
      return List.of();
    }
    try {
      return transactions.rollBack(connection -> differing(connection, plan.get(), change));
    } catch (RejectedRowException e) {
      throw new TargetException("the row cannot be compared: " + e.getMessage(), e);
    }
  }

  private List<String> differing(Connection connection, TablePlan plan, Change change)
      throws SQLException {
    RowBatch row = plan.layout(plan.group(change)).rows(List.of(change));
    return transactions.dialect().newBatch(connection, row).differingColumns();
  }
}
