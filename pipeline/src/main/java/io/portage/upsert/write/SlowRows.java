package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.RowBatch;
import io.portage.target.SqlErrors;
import io.portage.target.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows that the database repeatedly failed to finish, each alone in its transaction (statement
 * timeout, out of memory), while it could write other rows of their table. They are written in
 * transactions of their own, so that they do not halve batches again. Not thread-safe.
 */
final class SlowRows {
  /** The greatest number of rows that are remembered; a row that is forgotten is found again. */
  private static final int MAX_ROWS = 1_000;

  /** With this number of attempts the pauses between them have their full length. */
  private static final int MAX_ATTEMPTS = 40;

  private final TransactionRunner transactions;
  private final Set<RowKey> keys = new LinkedHashSet<>();

  SlowRows(TransactionRunner transactions) {
    this.transactions = transactions;
  }

  /** Divides the changes into transactions: one for all other rows, and one for each slow row. */
  List<List<Change>> isolate(List<Change> changes) {
    if (keys.isEmpty()) {
      return List.of(changes);
    }
    List<Change> others = new ArrayList<>(changes.size());
    List<List<Change>> parts = new ArrayList<>();
    parts.add(others);
    for (Change change : changes) {
      if (keys.contains(RowKey.of(change))) {
        parts.add(List.of(change));
      } else {
        others.add(change);
      }
    }
    return parts;
  }

  /**
   * Returns the number of times that a single change may overload the database before {@link
   * #isAtFault} is called.
   */
  int attempts(Change change) {
    return keys.contains(RowKey.of(change)) ? 1 : AdaptiveBatchSize.ATTEMPTS;
  }

  /** Returns the number of attempts after {@link #isAtFault} has returned false. */
  int nextAttempts(int attempts) {
    return Math.min(MAX_ATTEMPTS, attempts * 2);
  }

  /** Removes a row that was written from the slow rows. */
  void written(Change change) {
    if (!keys.isEmpty()) {
      keys.remove(RowKey.of(change));
    }
  }

  /**
   * True if {@code change}, which overloads the database alone in its transaction, is the cause:
   * another row of the table can be written meanwhile. Otherwise it is an outage. Conflicts with
   * other transactions are never the fault of a row.
   *
   * @param isLast true if the change becomes a dead letter when it is at fault; then a table
   *     without another row proves nothing, and the result is false
   */
  boolean isAtFault(TablePlan plan, Change change, SqlFailure failure, boolean isLast) {
    RowBatch row = plan.layout(plan.group(change)).rows(List.of(change));
    if (failure.kind() == FailureKind.CONFLICT
        || row.spec().key().isEmpty()
        || !canWriteOthers(plan, row, isLast)) {
      return false;
    }
    if (keys.size() >= MAX_ROWS) {
      keys.remove(keys.iterator().next());
    }
    keys.add(RowKey.of(change));
    return true;
  }

  private boolean canWriteOthers(TablePlan plan, RowBatch row, boolean isLast) {
    try {
      boolean written =
          transactions.onceRolledBack(
              connection -> transactions.dialect().probeWrite(connection, plan.table(), row));
      return written || !isLast;
    } catch (SQLException e) {
      // An error about the other row shows that the database works; an overload or an outage does
      // not.
      ErrorCategory errorClass = SqlErrors.explain(transactions.dialect(), e).errorClass();
      return errorClass != ErrorCategory.OVERLOAD && errorClass != ErrorCategory.TRANSIENT;
    }
  }
}
