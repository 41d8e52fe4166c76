package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.target.ErrorCategory;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows that the database gave up on again and again, each alone in its transaction (statement
 * timeout, out of memory), while it could write other rows of their table. They are written apart,
 * so that they do not halve batches again. Not thread-safe.
 */
final class SlowRows {
  /** More are not remembered: a row that is forgotten is found again. */
  private static final int MOST = 1_000;

  /** With these many attempts the pauses between them have their full length. */
  private static final int MOST_ATTEMPTS = 40;

  private final TransactionRunner transactions;
  private final Set<RowKey> keys = new LinkedHashSet<>();

  SlowRows(TransactionRunner transactions) {
    this.transactions = transactions;
  }

  /** The changes in transactions: all but slow rows together, each of these alone. */
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

  /** How often a single change may overload the database before {@link #isAtFault} is asked. */
  int attempts(Change change) {
    return keys.contains(RowKey.of(change)) ? 1 : AdaptiveBatchSize.ATTEMPTS;
  }

  /** How often it may the next time. */
  int nextAttempts(int attempts) {
    return Math.min(MOST_ATTEMPTS, attempts * 2);
  }

  /** It went well. */
  void written(Change change) {
    if (!keys.isEmpty()) {
      keys.remove(RowKey.of(change));
    }
  }

  /**
   * Whether {@code change} is at fault, which alone overloads the database: another row of the
   * table can be written meanwhile. Otherwise it is an outage. Conflicts with other transactions
   * are never a row's fault.
   *
   * @param isLast whether the change is to be given up if it is at fault; then a table without
   *     another row tells nothing, and the answer is no
   */
  boolean isAtFault(TablePlan plan, Change change, SqlFailure failure, boolean isLast) {
    RowBatch row = plan.layout(plan.group(change)).rows(List.of(change));
    if (failure.isIn("40") || row.spec().key().isEmpty() || !canWriteOthers(plan, row, isLast)) {
      return false;
    }
    if (keys.size() >= MOST) {
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
      // What it says of the other row is an answer; that it is not able is none.
      ErrorCategory errorClass = transactions.dialect().explain(e).errorClass();
      return errorClass != ErrorCategory.OVERLOAD && errorClass != ErrorCategory.TRANSIENT;
    }
  }
}
