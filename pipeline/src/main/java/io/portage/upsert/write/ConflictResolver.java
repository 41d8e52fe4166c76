package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.target.ExchangeStrategy;
import io.portage.target.FailureKind;
import io.portage.target.GuardedBatch;
import io.portage.target.RejectedRowException;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the conflicts of rows that the database rejects because of other rows. Not thread-safe.
 */
final class ConflictResolver {
  /** The greatest number of constraints of one row exchange; each takes up to four attempts. */
  private static final int MAX_CONSTRAINTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ConflictResolver.class);

  private final TransactionRunner transactions;
  private final TableWriter writer;

  ConflictResolver(TransactionRunner transactions, TableWriter writer) {
    this.transactions = transactions;
    this.writer = writer;
  }

  /**
   * Returns the changes that caused the rejection of a transaction; empty if that cannot be found.
   */
  Set<Change> conflicting(TablePlan plan, List<Change> changes, SqlFailure failure) {
    try {
      return transactions.rollBack(
          connection -> findConflicting(connection, plan, changes, failure));
    } catch (RejectedRowException e) {
      // The query fails like the write: the batch is bisected.
      return Set.of();
    }
  }

  private Set<Change> findConflicting(
      Connection connection, TablePlan plan, List<Change> changes, SqlFailure failure)
      throws SQLException {
    Map<TablePlan.StatementGroup, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      groups.computeIfAbsent(plan.group(change), group -> new ArrayList<>()).add(change);
    }
    // A row that is only marked as deleted keeps its unique values.
    List<Change> writes =
        changes.stream()
            .filter(one -> one.op() == Op.UPSERT || plan.group(one).mode() == WriteMode.DELETE)
            .toList();
    RowBatch all = plan.layout(plan.identities()).rows(writes);
    Set<Change> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<TablePlan.StatementGroup, List<Change>> entry : groups.entrySet()) {
      WriteMode kind = entry.getKey().mode();
      List<Change> members = entry.getValue();
      if (kind.bringsColumns()) {
        writing(connection, plan, entry.getKey(), members)
            .conflictingRows(failure, all)
            .forEach(place -> found.add(members.get(place)));
      } else if (kind == WriteMode.DELETE && failure.isOfReference()) {
        found.addAll(referenced(connection, plan, members, failure));
      }
    }
    return found;
  }

  /**
   * Returns the deletes that fail because other rows refer to their rows. A delete of a key change
   * also fails if it would delete or change the other rows (ON DELETE CASCADE, SET NULL, SET
   * DEFAULT).
   */
  private List<Change> referenced(
      Connection connection, TablePlan plan, List<Change> deletes, SqlFailure failure)
      throws SQLException {
    List<Change> found = new ArrayList<>();
    for (boolean leaves : new boolean[] {true, false}) {
      List<Change> some =
          deletes.stream().filter(change -> KeyMoves.movesAway(change) == leaves).toList();
      if (!some.isEmpty()) {
        writing(connection, plan, plan.identities(), some)
            .referencedRows(failure, leaves)
            .forEach(place -> found.add(some.get(place)));
      }
    }
    return found;
  }

  private GuardedBatch writing(
      Connection connection, TablePlan plan, TablePlan.StatementGroup group, List<Change> members) {
    return transactions.dialect().newBatch(connection, plan.layout(group).rows(members));
  }

  /**
   * Writes rows that take each other's unique values in one transaction.
   *
   * @return null if {@code failure} has another cause, or if the database rejects every strategy
   */
  @Nullable TransactionResult exchange(TablePlan plan, List<Change> changes, SqlFailure failure) {
    return exchange(plan, changes, failure, List.of());
  }

  /** Writes a row exchange; {@code others} are the strategies for other constraints. */
  private @Nullable TransactionResult exchange(
      TablePlan plan, List<Change> changes, SqlFailure failure, List<ExchangeStrategy> others) {
    if (failure.kind() != FailureKind.UNIQUE || others.size() == MAX_CONSTRAINTS) {
      return null;
    }
    for (ExchangeStrategy strategy : exchangeStrategies(plan.table(), failure.constraint())) {
      List<ExchangeStrategy> strategies = new ArrayList<>(others);
      strategies.add(strategy);
      try {
        return transactions.commit(
            connection -> writer.exchange(connection, plan, changes, strategies));
      } catch (RejectedRowException e) {
        LOG.debug("{} does not exchange values: {}", strategies, e.failure().message());
        if (!Objects.equals(e.failure().constraint(), failure.constraint())) {
          TransactionResult written = exchange(plan, changes, e.failure(), strategies);
          if (written != null) {
            return written;
          }
        }
      }
    }
    // Each row is parked with its own cause.
    return null;
  }

  private List<ExchangeStrategy> exchangeStrategies(
      TargetTable table, @Nullable String constraint) {
    if (constraint == null) {
      return List.of();
    }
    try {
      return transactions.rollBack(
          connection -> transactions.dialect().exchangeStrategies(connection, table, constraint));
    } catch (RejectedRowException e) {
      LOG.debug(
          "the exchange strategies of {} cannot be read: {}", table.name(), e.failure().message());
      return List.of();
    }
  }
}
