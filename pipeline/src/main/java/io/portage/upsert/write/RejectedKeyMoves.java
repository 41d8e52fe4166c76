package io.portage.upsert.write;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.RowKey;
import io.portage.target.RejectedRowException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves rows on to their new keys that the target refuses at the keys which they leave: the parent
 * that they had there may be gone, or their unique value taken, when all of it is read later. Such
 * a row is kept for its new key without being written, together with the delete that moves it. Not
 * thread-safe.
 */
final class RejectedKeyMoves {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedKeyMoves.class);

  private final TransactionRunner transactions;
  private final TablePlanCache plans;
  private final TableWriter writer;

  RejectedKeyMoves(TransactionRunner transactions, TablePlanCache plans, TableWriter writer) {
    this.transactions = transactions;
    this.plans = plans;
    this.writer = writer;
  }

  /** The moves among {@code changes}, each by the upsert of its key that it comes next to. */
  static IdentityHashMap<Change, Change> movesAfter(List<Change> changes) {
    IdentityHashMap<Change, Change> moves = new IdentityHashMap<>();
    if (changes.stream().noneMatch(Change::isKeyMove)) {
      return moves;
    }
    Map<RowKey, Change> last = new HashMap<>();
    for (Change change : changes) {
      Change before = last.put(RowKey.of(change), change);
      if (before != null && before.op() == Op.UPSERT && change.isKeyMove()) {
        moves.put(before, change);
      }
    }
    return moves;
  }

  /**
   * What became of a call.
   *
   * @param settled the changes that were moved on, by identity
   * @param kept those that are kept for their new keys while rows refer to the row at the old one
   */
  record MovedOn(Set<Change> settled, List<Change> kept) {}

  /**
   * Moves on what can be moved on of {@code refused}: changes of one table, sorted by key.
   *
   * @param moves as of {@link #movesAfter}
   * @param settle takes moves, each merged with the change before it, and what was written
   */
  MovedOn moveOn(
      TablePlan plan,
      List<Change> refused,
      IdentityHashMap<Change, Change> moves,
      BiConsumer<List<Change>, TransactionResult> settle) {
    MovedOn result =
        new MovedOn(Collections.newSetFromMap(new IdentityHashMap<>()), new ArrayList<>());
    List<Change> before = refused.stream().filter(moves::containsKey).toList();
    if (!before.isEmpty()) {
      plans.prepareMovedRows(plan);
      List<Change> merged = before.stream().map(one -> merged(one, moves.get(one))).toList();
      moveOn(plan, before, merged, settle, result);
    }
    return result;
  }

  /** The move, as one that the records of both contributed to. */
  private static Change merged(Change before, Change move) {
    return move.withOrigins(
        move.origins().plus(before.origins()),
        Math.addExact(move.recordCount(), before.recordCount()));
  }

  private void moveOn(
      TablePlan plan,
      List<Change> before,
      List<Change> moving,
      BiConsumer<List<Change>, TransactionResult> settle,
      MovedOn result) {
    try {
      List<Change> passed = new ArrayList<>();
      TransactionResult written =
          transactions.commit(
              connection -> {
                List<Change> now = writer.pass(connection, plan, before, moving);
                if (now.isEmpty() && !passed.isEmpty()) {
                  // The attempt before this one was committed, which its connection did not tell.
                  return writer.write(connection, plan, passed, false);
                }
                passed.clear();
                passed.addAll(now);
                return passed.isEmpty()
                    ? null
                    : writer.writePassed(connection, plan, those(before, moving, passed), passed);
              },
              AdaptiveBatchSize.ATTEMPTS);
      if (written != null) {
        settle.accept(passed, written);
        result.settled().addAll(those(before, moving, passed));
      }
    } catch (RejectedRowException e) {
      if (before.size() > 1) {
        int middle = before.size() / 2;
        moveOn(plan, before.subList(0, middle), moving.subList(0, middle), settle, result);
        moveOn(
            plan,
            before.subList(middle, before.size()),
            moving.subList(middle, moving.size()),
            settle,
            result);
      } else if (e.failure().isOfReference()) {
        result.kept().addAll(keep(plan, before, moving));
      } else {
        LOG.debug("a row of {} does not move on: {}", plan.name(), e.failure().message());
      }
    }
  }

  /** Rows refer to the one at the old key: they follow the new row, which needs this one. */
  private List<Change> keep(TablePlan plan, List<Change> before, List<Change> moving) {
    try {
      return those(
          before,
          moving,
          transactions.commit(connection -> writer.pass(connection, plan, before, moving)));
    } catch (RejectedRowException e) {
      LOG.debug("a row of {} is not kept: {}", plan.name(), e.failure().message());
      return List.of();
    }
  }

  private static List<Change> those(List<Change> before, List<Change> moving, List<Change> passed) {
    Set<Change> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(passed);
    List<Change> found = new ArrayList<>();
    for (int at = 0; at < before.size(); at++) {
      if (wanted.contains(moving.get(at))) {
        found.add(before.get(at));
      }
    }
    return found;
  }
}
