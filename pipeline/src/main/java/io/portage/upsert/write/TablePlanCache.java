package io.portage.upsert.write;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.TableRoutes;
import io.portage.target.Dialect;
import io.portage.target.FailureKind;
import io.portage.target.MovedRowTable;
import io.portage.target.RejectedRowException;
import io.portage.target.SqlFailure;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.MinInterval;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The plans of all tables, created on first use. Not thread-safe. */
public final class TablePlanCache {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final PortageConfig config;
  private final TableRoutes routes;
  private final TargetTables tables;
  private final TransactionRunner transactions;
  private final Map<String, TablePlan> plans = new HashMap<>();
  private final Map<String, MinInterval> looks = new HashMap<>();
  private final Clock clock;
  private final Map<String, String> problems = new HashMap<>();
  private boolean hasNoMovedRows;

  /**
   * Creates a cache.
   *
   * @param clock limits how often tables are described again
   */
  public TablePlanCache(
      PortageConfig config, TargetTables tables, TransactionRunner transactions, Clock clock) {
    this.config = config;
    this.routes = TableRoutes.of(config.tables());
    this.tables = tables;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Returns the plan of the table; empty if the target has no table of that name, or if it lacks a
   * column of the key or of the metadata.
   */
  public Optional<TablePlan> find(String table) {
    TablePlan plan = plans.get(table);
    return plan != null ? Optional.of(plan) : create(table, tables::find);
  }

  /** Returns the reason why a table that the target has cannot be written, or null. */
  @Nullable String problem(String table) {
    return problems.get(table);
  }

  private Optional<TablePlan> plan(String name, TargetTable table) {
    try {
      return Optional.of(
          new TablePlan(
              configured(name).keyedBy(table.primaryKey()),
              table,
              config.target().tombstones(),
              config.target().movedRows()));
    } catch (UnusableTableException e) {
      problems.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns the tables whose plans are known, and those that the configuration names. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    config.tables().stream()
        .filter(table -> !table.route().isPattern())
        .forEach(table -> names.add(table.to()));
    names.addAll(plans.keySet());
    return names;
  }

  /** Reads the table's description again. */
  void refresh(String table) {
    plans.remove(table);
    create(table, tables::refresh);
  }

  /**
   * Returns true if the table may have been altered after the plan was made; the plan is then made
   * again. An error about the statement says so; after an error about a value the table is
   * described again, at most once a second, and compared.
   */
  boolean isOutdated(TablePlan plan, SqlFailure failure) {
    String name = plan.name();
    if (failure.isOfSchema()) {
      refresh(name);
      return true;
    }
    if (failure.kind() != FailureKind.VALUE || failure.isClassified()) {
      return false;
    }
    if (plans.get(name) == plan
        && looks.computeIfAbsent(name, table -> new MinInterval(LOOK_EVERY, clock)).tryAcquire()
        && !tables.refresh(name).equals(Optional.of(plan.table()))) {
      plans.remove(name);
    }
    return plans.get(name) != plan;
  }

  private Optional<TablePlan> create(String name, Function<String, Optional<TargetTable>> lookUp) {
    problems.remove(name);
    Optional<TablePlan> plan = lookUp.apply(name).flatMap(table -> plan(name, table));
    plan.ifPresent(
        created -> {
          if (created.usesTombstones()) {
            prepareTombstones(created.table());
          }
          plans.put(name, created);
        });
    return plan;
  }

  /**
   * Creates the moved-rows table unless it exists. Returns false if the dialect has none; then no
   * row is moved.
   */
  boolean prepareMovedRows(TablePlan plan) {
    if (plan.keepsMovedRows() || hasNoMovedRows) {
      return plan.keepsMovedRows();
    }
    Dialect dialect = transactions.dialect();
    boolean created;
    try {
      created =
          transactions.commit(
              connection -> {
                dialect.begin(connection);
                Optional<MovedRowTable> moved =
                    dialect.movedRowTable(connection, config.target().movedRows());
                if (moved.isPresent()) {
                  moved.get().create();
                }
                return moved.isPresent();
              });
    } catch (RejectedRowException e) {
      throw new TargetException(
          "the moved-rows table "
              + config.target().movedRows()
              + " cannot be created (grant CREATE on its schema, or create the table before): "
              + e.getMessage(),
          e);
    }
    if (created) {
      plan.movedRowsAreKept();
    }
    hasNoMovedRows = !created;
    return created;
  }

  private TableConfig configured(String table) {
    return routes
        .ofTarget(table)
        .orElseThrow(() -> new IllegalArgumentException("no configured table writes to " + table));
  }

  private void prepareTombstones(TargetTable table) {
    String tombstones = config.target().tombstones();
    Dialect dialect = transactions.dialect();
    try {
      transactions.commit(
          connection -> {
            dialect.begin(connection);
            dialect.createTombstones(connection, tombstones);
            return true;
          });
      boolean more = true;
      while (more) {
        more =
            transactions.commit(
                connection -> {
                  dialect.begin(connection);
                  return dialect.adoptTombstones(connection, tombstones, table);
                });
      }
    } catch (RejectedRowException e) {
      throw new TargetException("the tombstone table cannot be created: " + e.getMessage(), e);
    }
  }
}
