package io.portage.upsert.write;

import io.portage.config.PortageConfig;
import io.portage.target.Dialect;
import io.portage.target.MovedRowTable;
import io.portage.target.SqlErrors;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.TombstoneSlice;
import io.portage.target.connection.MinInterval;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old tombstones and old moved rows if the configuration sets an expiry. One pass over all
 * tables begins at most once in an hour and removes slice by slice with pauses. Every instance of
 * the step may make it; a table whose tombstones another one is removing is left to that one. A
 * slice that fails ends the pass; the writes of changes are not affected. Not thread-safe.
 */
public final class TombstoneExpiry {
  /** The shortest time between the beginnings of two passes. */
  static final Duration EVERY = Duration.ofHours(1);

  /** The shortest time between two slices. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(TombstoneExpiry.class);

  private final TransactionRunner transactions;
  private final TablePlanCache plans;
  private final PortageConfig config;
  private final MinInterval passes;
  private final MinInterval slices;
  private final Deque<String> left = new ArrayDeque<>();
  private byte @Nullable [] after;
  private long removed;

  public TombstoneExpiry(
      TransactionRunner transactions, TablePlanCache plans, PortageConfig config, Clock clock) {
    this.transactions = transactions;
    this.plans = plans;
    this.config = config;
    this.passes = new MinInterval(EVERY, clock);
    this.slices = new MinInterval(PAUSE, clock);
  }

  /** Removes the next slice if its time has come; otherwise does nothing. */
  public void step() {
    Duration age = config.target().tombstoneExpiry();
    if (age == null || !slices.tryAcquire()) {
      return;
    }
    if (left.isEmpty()) {
      if (!passes.tryAcquire()) {
        return;
      }
      left.addAll(plans.names());
    }
    Dialect dialect = transactions.dialect();
    String name = left.element();
    try {
      Optional<TablePlan> plan = plans.find(name);
      if (plan.isPresent() && after == null) {
        expireMovedRows(plan.get().table(), age);
      }
      if (plan.isEmpty() || !plan.get().usesTombstones()) {
        next();
        return;
      }
      TargetTable table = plan.get().table();
      TombstoneSlice slice =
          transactions.once(
              connection -> {
                dialect.begin(connection);
                return dialect.expireTombstones(
                    connection, config.target().tombstones(), table, age, after);
              });
      removed += slice.removed();
      after = slice.end();
      if (after == null) {
        if (removed > 0) {
          LOG.info("{} tombstones of {} have expired", removed, name);
        }
        next();
      }
    } catch (SQLException e) {
      abort(name, SqlErrors.explain(dialect, e).message());
    } catch (TargetException e) {
      abort(name, e.getMessage());
    }
  }

  private void expireMovedRows(TargetTable table, Duration age) throws SQLException {
    Dialect dialect = transactions.dialect();
    int expired =
        transactions.once(
            connection -> {
              dialect.begin(connection);
              Optional<MovedRowTable> moved =
                  dialect.movedRowTable(connection, config.target().movedRows());
              return moved.isPresent() ? moved.get().expire(table, age) : 0;
            });
    if (expired > 0) {
      LOG.info("{} moved rows of {} have expired", expired, table.name());
    }
  }

  private void next() {
    left.remove();
    after = null;
    removed = 0;
  }

  private void abort(String table, @Nullable String reason) {
    LOG.warn("The expiry of tombstones of {} failed; the next pass repeats it: {}", table, reason);
    left.clear();
    after = null;
    removed = 0;
  }
}
