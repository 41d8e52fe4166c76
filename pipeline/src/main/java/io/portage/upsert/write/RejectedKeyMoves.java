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
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles rows that the target rejects at a key which a later key change leaves. When the whole
 * backlog is read later, the parent that the row had at the old key may be deleted, or its unique
 * value taken. Such a row is stored in the moved-rows table for its new key, together with the
 * delete of the key change, and is not written at the old key. Not thread-safe.
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

  /**
   * Returns the key changes among {@code changes}, each by the upsert of the same key just before
   * it.
   */
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
   * The result of a call.
   *
   * @param settled the changes whose rows were moved, by identity
   * @param kept the changes whose rows are stored for their new keys, although the row at the old
   *     key stays while other rows refer to it
   */
  record MovedOn(Set<Change> settled, List<Change> kept) {}

  /**
   * Moves the rows of {@code rejected} where that is possible. The changes are of one table and
   * sorted by key.
   *
   * @param moves as returned by {@link #movesAfter}
   * @param settle receives the key changes, each merged with the change before it, and the result
   *     of their transaction
   */
  MovedOn moveOn(
      TablePlan plan,
      List<Change> rejected,
      IdentityHashMap<Change, Change> moves,
      BiConsumer<List<Change>, TransactionResult> settle) {
    MovedOn result =
        new MovedOn(Collections.newSetFromMap(new IdentityHashMap<>()), new ArrayList<>());
    List<Change> before = new ArrayList<>();
    List<Change> merged = new ArrayList<>();
    for (Change change : rejected) {
      Change move = moves.get(change);
      if (move != null) {
        before.add(change);
        merged.add(merged(change, move));
      }
    }
    if (!before.isEmpty() && plans.prepareMovedRows(plan)) {
      moveOn(plan, before, merged, settle, result);
    }
    return result;
  }

  /** Returns the key change with the origins and the record count of both changes. */
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
      Optional<TransactionResult> written =
          transactions.commit(
              connection -> {
                List<Change> now = writer.pass(connection, plan, before, moving);
                if (now.isEmpty() && !passed.isEmpty()) {
                  // The previous attempt was committed, but its connection was lost before the
                  // confirmation.
                  return Optional.of(writer.write(connection, plan, passed, false));
                }
                passed.clear();
                passed.addAll(now);
                return passed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        writer.writePassed(
                            connection, plan, changesOf(before, moving, passed), passed));
              },
              AdaptiveBatchSize.ATTEMPTS);
      if (written.isPresent()) {
        settle.accept(passed, written.get());
        result.settled().addAll(changesOf(before, moving, passed));
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
        LOG.debug(
            "a row of {} cannot be moved to its new key: {}", plan.name(), e.failure().message());
      }
    }
  }

  /**
   * Stores the rows for their new keys. Other rows refer to the row at the old key and will refer
   * to the new row, which needs the values that are stored here.
   */
  private List<Change> keep(TablePlan plan, List<Change> before, List<Change> moving) {
    try {
      return changesOf(
          before,
          moving,
          transactions.commit(connection -> writer.pass(connection, plan, before, moving)));
    } catch (RejectedRowException e) {
      LOG.debug(
          "a row of {} cannot be stored for its new key: {}", plan.name(), e.failure().message());
      return List.of();
    }
  }

  private static List<Change> changesOf(
      List<Change> before, List<Change> moving, List<Change> passed) {
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
