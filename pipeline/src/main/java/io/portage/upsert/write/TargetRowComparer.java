package io.portage.upsert.write;

import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.RejectedRowException;
import io.portage.target.RowBatch;
import io.portage.target.TargetException;
import io.portage.target.connection.ConnectionPool;
import io.portage.target.connection.RetryPolicy;
import io.portage.target.connection.Sleeper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Compares changes that the guard has rejected with the rows in the target. Writes nothing; not
 * thread-safe.
 */
public final class TargetRowComparer implements AutoCloseable {
  private final ConnectionPool pool;
  private final TransactionRunner transactions;
  private final TablePlanCache plans;

  private TargetRowComparer(PortageConfig config) {
    this.pool = ConnectionPool.acquire(config.target().jdbc());
    DataSource source = pool.dataSource();
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    this.transactions =
        new TransactionRunner(source, dialect, Sleeper.REAL, RetryPolicy.RetryListener.NONE);
    this.plans =
        new TablePlanCache(
            config,
            JdbcTargetTables.over(source, dialect, Sleeper.REAL, RetryPolicy.RetryListener.NONE),
            transactions);
  }

  /** Opens the configured target with the shared connection pool. Sends no query yet. */
  public static TargetRowComparer open(PortageConfig config) {
    return new TargetRowComparer(config);
  }

  /**
   * Returns the columns in which the target's row differs from {@code change}; empty if there is no
   * such row, or if the change is not an upsert.
   *
   * @throws TargetException if the database rejects the query; an outage is retried
   */
  public List<String> differing(Change change) {
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

  @Override
  public void close() {
    pool.close();
  }
}
