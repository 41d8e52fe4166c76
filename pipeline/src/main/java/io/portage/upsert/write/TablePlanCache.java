package io.portage.upsert.write;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.target.Dialect;
import io.portage.target.RejectedRowException;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The plans of all tables, made when first asked for. Not thread-safe. */
public final class TablePlanCache {
  private final PortageConfig config;
  private final TargetTables tables;
  private final TransactionRunner transactions;
  private final Map<String, TablePlan> plans = new HashMap<>();

  public TablePlanCache(PortageConfig config, TargetTables tables, TransactionRunner transactions) {
    this.config = config;
    this.tables = tables;
    this.transactions = transactions;
  }

  /** The plan for the table, or empty when the target has none of that name. */
  public Optional<TablePlan> find(String table) {
    TablePlan plan = plans.get(table);
    return plan != null ? Optional.of(plan) : make(table, tables::find);
  }

  /** Reads the table's description anew. */
  void refresh(String table) {
    plans.remove(table);
    make(table, tables::refresh);
  }

  private Optional<TablePlan> make(String name, Function<String, Optional<TargetTable>> lookUp) {
    Optional<TablePlan> plan =
        lookUp
            .apply(name)
            .map(
                table ->
                    new TablePlan(
                        configured(name),
                        table,
                        config.target().tombstones(),
                        config.target().movedRows()));
    plan.ifPresent(
        made -> {
          if (made.usesTombstones()) {
            prepareTombstones(made.table());
          }
          plans.put(name, made);
        });
    return plan;
  }

  /** Makes the table of moved rows, unless that is done. */
  void prepareMovedRows(TablePlan plan) {
    if (plan.keepsMovedRows()) {
      return;
    }
    Dialect dialect = transactions.dialect();
    try {
      transactions.commit(
          connection -> {
            dialect.begin(connection);
            dialect.createMovedRows(connection, config.target().movedRows());
            return true;
          });
    } catch (RejectedRowException e) {
      throw new TargetException(
          "the table of moved rows "
              + config.target().movedRows()
              + " cannot be created (the role needs CREATE on its schema, or the table made before): "
              + e.getMessage(),
          e);
    }
    plan.movedRowsAreKept();
  }

  private TableConfig configured(String table) {
    return config.tables().stream()
        .filter(candidate -> candidate.to().equals(table))
        .findFirst()
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
      throw new TargetException("the table of tombstones cannot be created: " + e.getMessage(), e);
    }
  }
}
