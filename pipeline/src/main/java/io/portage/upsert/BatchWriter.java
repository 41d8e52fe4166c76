package io.portage.upsert;

import io.portage.model.Change;
import io.portage.target.Dialect;
import io.portage.target.RefusedException;
import io.portage.target.Retrying;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Writes batches in transactions: waits out an outage, and halves a batch that the database refuses
 * until only the rows at fault are left. Not thread-safe.
 */
final class BatchWriter {
  private final DataSource source;
  private final Retrying retrying;
  private final Retrying.Listener listener;
  private final Plans plans;
  private final TableWriter writer;
  private final Refusal refusal;

  BatchWriter(
      DataSource source,
      Dialect dialect,
      Plans plans,
      Retrying retrying,
      Retrying.Listener listener,
      Clock clock) {
    this.source = source;
    this.retrying = retrying;
    this.listener = listener;
    this.plans = plans;
    this.writer = new TableWriter(dialect);
    this.refusal = new Refusal(clock);
  }

  /** Writes the changes of one table, at most one for each key; adds to {@code flushed}. */
  void write(Collection<Change> changes, Flushed flushed) {
    if (changes.isEmpty()) {
      return;
    }
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(KeyOrder.INSTANCE);
    String table = sorted.get(0).table();
    boolean fresh = !plans.find(table).filter(plan -> knowsColumns(plan, sorted)).isPresent();
    if (fresh) {
      plans.refresh(table);
    }
    write(table, sorted, fresh, flushed);
  }

  private static boolean knowsColumns(TablePlan plan, List<Change> changes) {
    return changes.stream().allMatch(change -> plan.unknown(change) == null);
  }

  /** Writes what the table can take; {@code fresh} says that its description was just read. */
  private void write(String table, List<Change> changes, boolean fresh, Flushed flushed) {
    Optional<TablePlan> plan = plans.find(table);
    if (plan.isEmpty()) {
      changes.forEach(change -> flushed.add(refusal.noTable(change)));
      return;
    }
    List<Change> fitting = new ArrayList<>(changes.size());
    for (Change change : changes) {
      String unknown = plan.get().unknown(change);
      if (unknown == null) {
        fitting.add(change);
      } else {
        flushed.add(refusal.noColumn(change, unknown));
      }
    }
    if (!fitting.isEmpty()) {
      isolate(plan.get(), fitting, fresh, flushed);
    }
  }

  private void isolate(TablePlan plan, List<Change> changes, boolean fresh, Flushed flushed) {
    try {
      Written written = retrying.until(() -> transact(plan, changes), listener);
      written.missing().forEach(change -> flushed.add(refusal.noRow(change)));
      flushed.add(changes, written);
    } catch (RefusedException e) {
      if (!fresh && e.failure().isIn("42")) {
        // The table is not what it was when the catalog was read.
        plans.refresh(plan.name());
        write(plan.name(), changes, true, flushed);
      } else if (changes.size() == 1) {
        flushed.add(refusal.byDatabase(changes.get(0), e));
      } else {
        int middle = changes.size() / 2;
        isolate(plan, changes.subList(0, middle), fresh, flushed);
        isolate(plan, changes.subList(middle, changes.size()), fresh, flushed);
      }
    }
  }

  private Written transact(TablePlan plan, List<Change> changes) throws SQLException {
    try (Connection connection = source.getConnection()) {
      try {
        Written written = writer.write(connection, plan, changes);
        connection.commit();
        return written;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
