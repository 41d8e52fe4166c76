package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.target.ExchangeWay;
import io.portage.target.RefusedException;
import io.portage.target.SqlFailure;
import io.portage.target.TargetTable;
import io.portage.target.WriteRows;
import io.portage.target.Writing;
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

/** Gets round what refuses rows for the sake of other rows. Not thread-safe. */
final class Obstacles {
  /** Rows may have each other's values of several columns; each takes up to four attempts. */
  private static final int MOST_CONSTRAINTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Obstacles.class);

  private final Transactions transactions;
  private final TableWriter writer;

  Obstacles(Transactions transactions, TableWriter writer) {
    this.transactions = transactions;
    this.writer = writer;
  }

  /** The changes of a refused transaction that are at fault; empty where that cannot be told. */
  Set<Change> hindered(TablePlan plan, List<Change> changes, SqlFailure failure) {
    try {
      return transactions.rollBack(connection -> ask(connection, plan, changes, failure));
    } catch (RefusedException e) {
      // The question is refused like the write: the search by halves remains.
      return Set.of();
    }
  }

  private Set<Change> ask(
      Connection connection, TablePlan plan, List<Change> changes, SqlFailure failure)
      throws SQLException {
    Map<TablePlan.Group, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      groups.computeIfAbsent(plan.group(change), group -> new ArrayList<>()).add(change);
    }
    // A row that is only marked as deleted keeps its values.
    List<Change> writes =
        changes.stream()
            .filter(one -> one.op() == Op.UPSERT || plan.group(one).kind() == Kind.DELETE)
            .toList();
    WriteRows all = plan.layout(plan.identities()).rows(writes);
    Set<Change> found = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<TablePlan.Group, List<Change>> entry : groups.entrySet()) {
      Kind kind = entry.getKey().kind();
      List<Change> members = entry.getValue();
      if (kind.bringsColumns()) {
        writing(connection, plan, entry.getKey(), members)
            .hindered(failure, all)
            .forEach(place -> found.add(members.get(place)));
      } else if (kind == Kind.DELETE && failure.isOfReference()) {
        found.addAll(referred(connection, plan, members, failure));
      }
    }
    return found;
  }

  /** Of deletes. The old row of a key change waits also where it would take others along. */
  private List<Change> referred(
      Connection connection, TablePlan plan, List<Change> deletes, SqlFailure failure)
      throws SQLException {
    List<Change> found = new ArrayList<>();
    for (boolean leaves : new boolean[] {true, false}) {
      List<Change> some =
          deletes.stream().filter(change -> Moves.leaves(change) == leaves).toList();
      if (!some.isEmpty()) {
        writing(connection, plan, plan.identities(), some)
            .referred(failure, leaves)
            .forEach(place -> found.add(some.get(place)));
      }
    }
    return found;
  }

  private Writing writing(
      Connection connection, TablePlan plan, TablePlan.Group group, List<Change> members) {
    return transactions.dialect().writing(connection, plan.layout(group).rows(members));
  }

  /**
   * Writes rows that have each other's unique values in one transaction; null where {@code failure}
   * speaks of something else, or the database refuses that in every way that there is.
   */
  @Nullable Written exchange(TablePlan plan, List<Change> changes, SqlFailure failure) {
    return exchange(plan, changes, failure, List.of());
  }

  /** The same, with ways for the constraints that {@code others} are for. */
  private @Nullable Written exchange(
      TablePlan plan, List<Change> changes, SqlFailure failure, List<ExchangeWay> others) {
    if ((!failure.isIn("23505") && !failure.isIn("23P01")) || others.size() == MOST_CONSTRAINTS) {
      return null;
    }
    for (ExchangeWay way : ways(plan.table(), failure.constraint())) {
      List<ExchangeWay> ways = new ArrayList<>(others);
      ways.add(way);
      try {
        return transactions.commit(connection -> writer.exchange(connection, plan, changes, ways));
      } catch (RefusedException e) {
        LOG.debug("{} does not exchange values: {}", ways, e.failure().message());
        if (!Objects.equals(e.failure().constraint(), failure.constraint())) {
          Written written = exchange(plan, changes, e.failure(), ways);
          if (written != null) {
            return written;
          }
        }
      }
    }
    // They wait, each for its own reason.
    return null;
  }

  private List<ExchangeWay> ways(TargetTable table, @Nullable String constraint) {
    if (constraint == null) {
      return List.of();
    }
    try {
      return transactions.rollBack(
          connection -> transactions.dialect().exchangeWays(connection, table, constraint));
    } catch (RefusedException e) {
      LOG.debug("how {} can exchange values: {}", table.name(), e.failure().message());
      return List.of();
    }
  }
}
