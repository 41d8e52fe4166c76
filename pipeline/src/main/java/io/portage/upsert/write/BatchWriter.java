package io.portage.upsert.write;

import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.metrics.LogThrottle;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.target.ErrorCategory;
import io.portage.target.RejectedRowException;
import io.portage.target.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes in transactions. An outage is retried until it ends; a batch that the database
 * rejects is halved until only the poison rows are left. Not thread-safe.
 *
 * <p>Rows that are rejected because of other rows (a foreign key, a missing table, the missing row
 * of a partial change) are parked; rows that are finally rejected become dead letters. The parked
 * rows of a batch are found by one query if the database can answer it, and else by bisection,
 * which costs failed transactions. After {@value #SEARCHES} of them that found nothing to write the
 * whole rest of a rejected batch is parked, and soon tried again by itself.
 */
public final class BatchWriter {
  /** Enough to find several rows among thousands. */
  static final int SEARCHES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final LogThrottle OCCUPIED_KEYS = new LogThrottle(Duration.ofMinutes(1));

  private final TransactionRunner transactions;
  private final TablePlanCache plans;
  private final TableWriter writer;
  private final DeadLetterFactory deadLetters;
  private final RejectedColumnFinder rejectedColumn;
  private final ConflictResolver conflicts;
  private final Clock clock;
  private final int maxRows;
  private final boolean staleIsDead;
  private final AdaptiveBatchSize batchSize = new AdaptiveBatchSize();
  private final SlowRows slow;
  private final RejectedKeyMoves keyMoves;
  private final RejectedKeys rejectedKeys = new RejectedKeys();

  public BatchWriter(
      TransactionRunner transactions, TablePlanCache plans, TargetConfig target, Clock clock) {
    this.transactions = transactions;
    this.plans = plans;
    this.writer = new TableWriter(transactions.dialect());
    this.deadLetters = new DeadLetterFactory(clock);
    this.rejectedColumn = new RejectedColumnFinder(transactions);
    this.conflicts = new ConflictResolver(transactions, writer);
    this.slow = new SlowRows(transactions);
    this.keyMoves = new RejectedKeyMoves(transactions, plans, writer);
    this.clock = clock;
    this.maxRows = target.batchRows();
    this.staleIsDead = target.onStale() == StalePolicy.DEAD_LETTER;
  }

  /** Writes changes, those of one key in their order; adds to {@code result}. */
  public void write(List<Change> changes, WriteResult result) {
    result.clearUntested();
    for (List<Change> some : rejectedKeys.divide(changes)) {
      BatchCall call = new BatchCall(SEARCHES, some, result);
      for (List<Change> round : WriteBatches.of(some, maxRows)) {
        for (List<Change> part : slow.isolate(round)) {
          call.round(call.excludeParkedKeys(part));
        }
      }
      rejectedKeys.update(call.parked.keySet(), call.untested);
    }
  }

  /**
   * Writes changes and bisects without a limit, so that every row that is parked in {@code result}
   * was rejected itself. A change is written even if an earlier change of its key was parked.
   */
  public void writeIsolatingEach(List<Change> changes, WriteResult result) {
    BatchCall call = new BatchCall(Integer.MAX_VALUE, changes, result);
    WriteBatches.of(changes, maxRows).forEach(round -> slow.isolate(round).forEach(call::round));
  }

  /** Writes changes of one table in one transaction: one change per key, sorted by key. */
  void writeTogether(List<Change> changes, WriteResult result) {
    new BatchCall(SEARCHES, changes, result).round(changes);
  }

  /** The state of one call: the failed transactions that are left, and the rows found so far. */
  private final class BatchCall {
    private final WriteResult result;
    private final Map<RowKey, DeadLetter> parked = new HashMap<>();
    private final Set<RowKey> untested = new HashSet<>();
    private final Set<RowKey> kept = new HashSet<>();
    private final IdentityHashMap<Change, Change> moves;
    private final Set<Change> moved = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean alone;
    private int searches;

    private BatchCall(int searches, List<Change> changes, WriteResult result) {
      this.moves = RejectedKeyMoves.movesAfter(changes);
      this.searches = searches;
      this.alone = searches == Integer.MAX_VALUE;
      this.result = result;
    }

    /** Parks changes without a result that follow a parked one of their key; returns the rest. */
    private List<Change> excludeParkedKeys(List<Change> round) {
      if (parked.isEmpty()) {
        return round;
      }
      List<Change> unparked = new ArrayList<>(round.size());
      for (Change change : round) {
        DeadLetter earlier = parked.get(RowKey.of(change));
        if (earlier == null
            || moved.contains(change)
            || (kept.contains(RowKey.of(change)) && KeyMoves.mayReplace(change))) {
          unparked.add(change);
        } else {
          park(deadLetters.afterOther(change, earlier));
        }
      }
      return unparked;
    }

    /** Parks changes, untested if it is not known which of them was rejected. */
    private void parkAll(
        TablePlan plan, List<Change> rejected, RejectedRowException e, boolean tested) {
      List<Change> changes = withoutMoved(plan, rejected);
      List<Change> moving = changes.stream().filter(Change::isKeyMove).toList();
      if (!moving.isEmpty() && plan.keepsMovedRows() && e.failure().isOfReference()) {
        keep(plan, moving);
      }
      for (Change change : changes) {
        if (!tested && !parked.containsKey(RowKey.of(change))) {
          untested.add(RowKey.of(change));
          result.markUntested(change);
        }
        park(deadLetters.byDatabase(plan, change, e));
      }
    }

    /** Moves rejected rows that a key change moves in the same call; returns the other changes. */
    private List<Change> withoutMoved(TablePlan plan, List<Change> rejected) {
      RejectedKeyMoves.MovedOn done =
          keyMoves.moveOn(
              plan, rejected, moves, (changes, written) -> recordResults(plan, changes, written));
      done.settled().forEach(change -> moved.add(moves.get(change)));
      done.kept().forEach(change -> kept.add(RowKey.of(change)));
      return rejected.stream().filter(change -> !done.settled().contains(change)).toList();
    }

    /** Copies rows to the moved-rows table; they stay at their keys while others refer to them. */
    private void keep(TablePlan plan, List<Change> moving) {
      try {
        transactions.commit(
            connection -> {
              writer.keep(connection, plan, moving);
              return true;
            });
        moving.forEach(change -> kept.add(RowKey.of(change)));
      } catch (RejectedRowException e) {
        LOG.warn(
            "{} rows of {} change their keys, and other rows refer to them; they cannot be copied"
                + " to the moved-rows table: {}",
            moving.size(),
            plan.name(),
            e.failure().message());
      }
    }

    private void park(DeadLetter deadLetter) {
      parked.put(RowKey.of(deadLetter.changeOrThrow()), deadLetter);
      result.park(deadLetter);
    }

    private void round(List<Change> all) {
      List<Change> round =
          moved.isEmpty() ? all : all.stream().filter(one -> !moved.contains(one)).toList();
      if (kept.isEmpty()) {
        write(round);
      } else {
        write(round.stream().filter(change -> !kept.contains(RowKey.of(change))).toList());
        write(round.stream().filter(change -> kept.contains(RowKey.of(change))).toList());
      }
    }

    private void write(List<Change> round) {
      if (round.isEmpty()) {
        return;
      }
      String table = round.get(0).table();
      boolean fresh = !plans.find(table).filter(plan -> plan.knowsColumns(round)).isPresent();
      if (fresh) {
        plans.refresh(table);
      }
      write(table, round, fresh);
    }

    /** Writes changes; {@code fresh} is true if the table's description was read just now. */
    private void write(String table, List<Change> changes, boolean fresh) {
      Optional<TablePlan> plan = plans.find(table);
      if (plan.isEmpty()) {
        String problem = plans.problem(table);
        changes.forEach(change -> park(deadLetters.noTable(change, problem)));
        return;
      }
      List<Change> fitting = new ArrayList<>(changes.size());
      for (Change change : changes) {
        String unknown = plan.get().unknown(change);
        if (unknown == null) {
          fitting.add(change);
        } else {
          result.dead(deadLetters.noColumn(change, unknown));
        }
      }
      if (!fitting.isEmpty()) {
        isolate(plan.get(), fitting, fresh);
      }
    }

    private void isolate(TablePlan plan, List<Change> changes, boolean fresh) {
      if (changes.size() > batchSize.rows()) {
        halves(plan, changes, fresh);
        return;
      }
      try {
        recordResults(plan, changes, commit(plan, changes));
        searches += searches < SEARCHES ? 1 : 0;
      } catch (RejectedRowException e) {
        boolean depends = e.failure().errorClass() == ErrorCategory.DEPENDENCY;
        if (e.failure().errorClass() == ErrorCategory.OVERLOAD) {
          overloaded(plan, changes, fresh, e);
        } else if (!fresh && plans.isOutdated(plan, e.failure())) {
          write(plan.name(), changes, true);
        } else if (e.failure().errorClass() == ErrorCategory.SCHEMA) {
          throw new TargetException(e.failure().message(), e);
        } else if (changes.size() == 1
            && (!depends || alone)
            && MarkedDelete.hasColumns(changes.get(0))) {
          isolate(plan, List.of(MarkedDelete.withoutColumns(changes.get(0))), fresh);
        } else if (depends && (changes.size() == 1 || searches == 0)) {
          parkAll(plan, changes, e, changes.size() == 1);
        } else if (changes.size() == 1) {
          for (Change change : withoutMoved(plan, changes)) {
            result.dead(
                deadLetters.byDatabase(plan, change, rejectedColumn.named(plan, change, e)));
          }
        } else if (!depends || !resolveConflicts(plan, changes, fresh, e)) {
          searches -= depends ? 1 : 0;
          halves(plan, changes, fresh);
        }
      }
    }

    /** Handles a transaction, or a single row, that the database could not finish. */
    private void overloaded(
        TablePlan plan, List<Change> changes, boolean fresh, RejectedRowException e) {
      if (changes.size() > 1) {
        batchSize.exceeded(changes.size());
        isolate(plan, changes, fresh);
      } else if (alone) {
        result.dead(deadLetters.tooSlow(plan, changes.get(0), e));
      } else {
        parkAll(plan, changes, e, true);
      }
    }

    private void halves(TablePlan plan, List<Change> changes, boolean fresh) {
      int middle = changes.size() / 2;
      isolate(plan, changes.subList(0, middle), fresh);
      isolate(plan, changes.subList(middle, changes.size()), fresh);
    }

    /**
     * Parks the changes that a query finds to depend on other rows, and writes the others; or
     * writes a row exchange. Returns false if neither is possible.
     */
    private boolean resolveConflicts(
        TablePlan plan, List<Change> changes, boolean fresh, RejectedRowException e) {
      Set<Change> conflicting = conflicts.conflicting(plan, changes, e.failure());
      if (conflicting.isEmpty()) {
        TransactionResult written = conflicts.exchange(plan, changes, e.failure());
        if (written != null) {
          recordResults(plan, changes, written);
        }
        return written != null;
      }
      List<Change> others = changes.stream().filter(one -> !conflicting.contains(one)).toList();
      if (!others.isEmpty()) {
        isolate(plan, others, fresh);
      }
      if (alone) {
        conflicting.forEach(change -> isolate(plan, List.of(change), fresh));
      } else {
        parkAll(plan, List.copyOf(conflicting), e, true);
      }
      return true;
    }

    /** A single row fails only if other rows of the table can be written meanwhile. */
    private TransactionResult commit(TablePlan plan, List<Change> changes)
        throws RejectedRowException {
      if (changes.size() > 1) {
        return commit(plan, changes, AdaptiveBatchSize.ATTEMPTS);
      }
      Change change = changes.get(0);
      for (int attempts = slow.attempts(change); ; attempts = slow.nextAttempts(attempts)) {
        try {
          TransactionResult written = commit(plan, changes, attempts);
          slow.written(change);
          return written;
        } catch (RejectedRowException e) {
          if (e.failure().errorClass() != ErrorCategory.OVERLOAD
              || slow.isAtFault(plan, change, e.failure(), alone)) {
            throw e;
          }
        }
      }
    }

    /** Writes one transaction; records the duration of the last attempt with its commit. */
    private TransactionResult commit(TablePlan plan, List<Change> changes, int attempts)
        throws RejectedRowException {
      if (KeyMoves.affects(changes)) {
        plans.prepareMovedRows(plan);
      }
      boolean replacesKept = kept.contains(RowKey.of(changes.get(0)));
      AtomicLong began = new AtomicLong();
      TransactionResult written =
          transactions.commit(
              connection -> {
                began.set(clock.millis());
                return writer.write(connection, plan, changes, alone || replacesKept);
              },
              attempts);
      batchSize.written(changes.size());
      result.recordWrite(changes.size(), clock.millis() - began.get());
      return replacesKept ? written.plusOccupiedKeys(-written.occupiedKeys()) : written;
    }

    private void recordResults(TablePlan plan, List<Change> changes, TransactionResult written) {
      LagRecorder.add(changes, written, clock.millis(), result);
      result.addOccupiedKeys(written.occupiedKeys());
      if (written.occupiedKeys() > 0 && OCCUPIED_KEYS.isDue(changes.get(0).table())) {
        LOG.warn(
            "{} rows of {} were written by a key change and replaced other rows at their new keys:"
                + " the changes of a key are in several partitions, or the other row's change is a"
                + " dead letter, or the source's primary key is DEFERRABLE, and then rows are lost"
                + " (see semantics.md, What is not guaranteed)",
            written.occupiedKeys(),
            changes.get(0).table());
      }
      written.missing().forEach(change -> park(deadLetters.noRow(plan, change)));
      Set<Change> notDone = Collections.newSetFromMap(new IdentityHashMap<>());
      notDone.addAll(written.missing());
      if (!written.suppressed().isEmpty()) {
        List<String> suppressors = rejectedColumn.suppressors(changes.get(0).table());
        written
            .suppressed()
            .forEach(change -> result.dead(deadLetters.suppressed(change, suppressors)));
      }
      notDone.addAll(written.suppressed());
      WriteCounts counts = written.counts();
      for (Change change : written.stale()) {
        Version targetVersion = written.outOfOrder().get(change);
        if (targetVersion != null) {
          result.dead(deadLetters.outOfOrder(change, targetVersion));
        } else if (staleIsDead) {
          result.dead(deadLetters.stale(change));
        } else {
          continue;
        }
        notDone.add(change);
        counts = counts.lessStale(1);
      }
      result.done(
          changes.get(0).table(),
          notDone.isEmpty()
              ? changes
              : changes.stream().filter(change -> !notDone.contains(change)).toList(),
          counts);
    }
  }
}
