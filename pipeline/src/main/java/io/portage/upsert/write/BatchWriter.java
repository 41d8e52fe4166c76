package io.portage.upsert.write;

import static java.util.function.Predicate.not;

import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.metrics.LogThrottle;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.DeadLetter;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
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
 * Writes changes in transactions: waits out an outage, and halves a batch that the database refuses
 * until only the rows at fault are left. Not thread-safe.
 *
 * <p>Rows that are refused for the sake of other rows (a foreign key, a missing table, the missing
 * row of a partial one) are told apart from those that are refused for good. The database is asked
 * which they are; where it cannot tell, to find each of many of them costs a transaction each, and
 * beyond {@value #SEARCHES} failed transactions of this kind in one call the rest of a refused
 * batch is given back whole, to be tried again later.
 */
public final class BatchWriter {
  /** Enough to find several among thousands. */
  static final int SEARCHES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

  private static final LogThrottle NOT_FREE = new LogThrottle(Duration.ofMinutes(1));

  private final TransactionRunner transactions;
  private final TablePlanCache plans;
  private final TableWriter writer;
  private final DeadLetterFactory letters;
  private final RejectedColumnFinder rejectedColumn;
  private final ConflictResolver conflicts;
  private final Clock clock;
  private final int maxRows;
  private final boolean staleIsDead;
  private final AdaptiveBatchSize atOnce = new AdaptiveBatchSize();
  private final SlowRows slow;
  private final RejectedKeyMoves refusedMoves;

  public BatchWriter(
      TransactionRunner transactions, TablePlanCache plans, TargetConfig target, Clock clock) {
    this.transactions = transactions;
    this.plans = plans;
    this.writer = new TableWriter(transactions.dialect());
    this.letters = new DeadLetterFactory(clock);
    this.rejectedColumn = new RejectedColumnFinder(transactions);
    this.conflicts = new ConflictResolver(transactions, writer);
    this.slow = new SlowRows(transactions);
    this.refusedMoves = new RejectedKeyMoves(transactions, plans, writer);
    this.clock = clock;
    this.maxRows = target.batchRows();
    this.staleIsDead = target.onStale() == StalePolicy.DEAD_LETTER;
  }

  /** Writes changes, those of one key in their order; adds to {@code flushed}. */
  public void write(List<Change> changes, WriteResult result) {
    BatchCall call = new BatchCall(SEARCHES, changes, result);
    for (List<Change> round : WriteBatches.of(changes, maxRows)) {
      for (List<Change> part : slow.isolate(round)) {
        call.round(call.excludeParkedKeys(part));
      }
    }
  }

  /**
   * The same, and every row that is given back is itself at fault, whatever that costs; nothing
   * stays behind an earlier change of its key.
   */
  public void writeIsolatingEach(List<Change> changes, WriteResult result) {
    BatchCall call = new BatchCall(Integer.MAX_VALUE, changes, result);
    WriteBatches.of(changes, maxRows).forEach(round -> slow.isolate(round).forEach(call::round));
  }

  /** Writes changes of one table, one for each key and sorted by key, in one transaction. */
  void writeTogether(List<Change> changes, WriteResult result) {
    new BatchCall(SEARCHES, changes, result).round(changes);
  }

  /** One call: what it may spend, and what it has found. */
  private final class BatchCall {
    private final WriteResult result;
    private final Map<RowKey, DeadLetter> waiting = new HashMap<>();
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

    /** Without the changes whose key has an earlier change that waits: they wait behind it. */
    private List<Change> excludeParkedKeys(List<Change> round) {
      if (waiting.isEmpty()) {
        return round;
      }
      List<Change> free = new ArrayList<>(round.size());
      for (Change change : round) {
        DeadLetter earlier = waiting.get(RowKey.of(change));
        if (earlier == null || (kept.contains(RowKey.of(change)) && KeyMoves.mayReplace(change))) {
          free.add(change);
        } else {
          park(letters.afterOther(change, earlier));
        }
      }
      return free;
    }

    /** These wait for other rows; those that they move may be what the others wait for. */
    private void parkAll(TablePlan plan, List<Change> refused, RejectedRowException e) {
      List<Change> changes = withoutThoseMovedOn(plan, refused);
      List<Change> moving = changes.stream().filter(Change::isKeyMove).toList();
      if (!moving.isEmpty() && e.failure().isOfReference()) {
        keep(plan, moving);
      }
      changes.forEach(change -> park(letters.byDatabase(plan, change, e)));
    }

    /**
     * Without the changes whose rows go on to other keys at once; their moves are done with them.
     */
    private List<Change> withoutThoseMovedOn(TablePlan plan, List<Change> refused) {
      RejectedKeyMoves.MovedOn on = refusedMoves.moveOn(plan, refused, moves, this::recordResults);
      on.settled().forEach(change -> moved.add(moves.get(change)));
      on.kept().forEach(change -> kept.add(RowKey.of(change)));
      return refused.stream().filter(change -> !on.settled().contains(change)).toList();
    }

    /** The rows stay until nothing refers to them; what comes to their new keys needs them now. */
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
            "{} rows of {} that go to other keys and are referred to cannot be kept for those: {}",
            moving.size(),
            plan.name(),
            e.failure().message());
      }
    }

    private void park(DeadLetter letter) {
      waiting.put(RowKey.of(letter.change()), letter);
      result.park(letter);
    }

    private void round(List<Change> all) {
      List<Change> round =
          moved.isEmpty() ? all : all.stream().filter(not(moved::contains)).toList();
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

    /** Writes what the table can take; {@code fresh} says that its description was just read. */
    private void write(String table, List<Change> changes, boolean fresh) {
      Optional<TablePlan> plan = plans.find(table);
      if (plan.isEmpty()) {
        changes.forEach(change -> park(letters.noTable(change)));
        return;
      }
      List<Change> fitting = new ArrayList<>(changes.size());
      for (Change change : changes) {
        String unknown = plan.get().unknown(change);
        if (unknown == null) {
          fitting.add(change);
        } else {
          result.dead(letters.noColumn(change, unknown));
        }
      }
      if (!fitting.isEmpty()) {
        isolate(plan.get(), fitting, fresh);
      }
    }

    private void isolate(TablePlan plan, List<Change> changes, boolean fresh) {
      if (changes.size() > atOnce.rows()) {
        halves(plan, changes, fresh);
        return;
      }
      try {
        recordResults(changes, commit(plan, changes));
      } catch (RejectedRowException e) {
        boolean waits = e.failure().errorClass() == ErrorCategory.DEPENDENCY;
        if (e.failure().errorClass() == ErrorCategory.OVERLOAD) {
          overloaded(plan, changes, fresh, e);
        } else if (!fresh && e.failure().isIn("42") && !e.failure().isClassified()) {
          // The table is not what it was when the catalog was read.
          plans.refresh(plan.name());
          write(plan.name(), changes, true);
        } else if (e.failure().errorClass() == ErrorCategory.SCHEMA) {
          throw new TargetException(e.failure().message(), e);
        } else if (changes.size() == 1 && (!waits || alone) && changesColumns(changes.get(0))) {
          isolate(plan, List.of(markOnly(changes.get(0))), fresh);
        } else if (waits && (changes.size() == 1 || searches == 0)) {
          parkAll(plan, changes, e);
        } else if (changes.size() == 1) {
          for (Change change : withoutThoseMovedOn(plan, changes)) {
            result.dead(letters.byDatabase(plan, change, rejectedColumn.named(plan, change, e)));
          }
        } else if (!waits || !resolveConflicts(plan, changes, fresh, e)) {
          searches -= waits ? 1 : 0;
          halves(plan, changes, fresh);
        }
      }
    }

    /** Too much for one transaction, or one row that the database cannot write. */
    private void overloaded(
        TablePlan plan, List<Change> changes, boolean fresh, RejectedRowException e) {
      if (changes.size() > 1) {
        atOnce.exceeded(changes.size());
        isolate(plan, changes, fresh);
      } else if (alone) {
        result.dead(letters.tooSlow(plan, changes.get(0), e));
      } else {
        parkAll(plan, changes, e);
      }
    }

    private void halves(TablePlan plan, List<Change> changes, boolean fresh) {
      int middle = changes.size() / 2;
      isolate(plan, changes.subList(0, middle), fresh);
      isolate(plan, changes.subList(middle, changes.size()), fresh);
    }

    /**
     * Finds those that wait for other rows by asking, or writes rows that have each other's unique
     * values together; false where neither helps.
     */
    private boolean resolveConflicts(
        TablePlan plan, List<Change> changes, boolean fresh, RejectedRowException e) {
      Set<Change> hindered = conflicts.conflicting(plan, changes, e.failure());
      if (hindered.isEmpty()) {
        TransactionResult written = conflicts.exchange(plan, changes, e.failure());
        if (written != null) {
          recordResults(changes, written);
        }
        return written != null;
      }
      List<Change> others = changes.stream().filter(one -> !hindered.contains(one)).toList();
      if (!others.isEmpty()) {
        isolate(plan, others, fresh);
      }
      if (alone) {
        hindered.forEach(change -> isolate(plan, List.of(change), fresh));
      } else {
        parkAll(plan, List.copyOf(hindered), e);
      }
      return true;
    }

    /** One transaction; a single row that fails does so while other rows can be written. */
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

    /** The time of the last attempt, with the commit, is what it took. */
    private TransactionResult commit(TablePlan plan, List<Change> changes, int attempts)
        throws RejectedRowException {
      if (KeyMoves.affects(changes)) {
        plans.prepareMovedRows(plan);
      }
      boolean replaces = alone || kept.contains(RowKey.of(changes.get(0)));
      AtomicLong began = new AtomicLong();
      TransactionResult written =
          transactions.commit(
              connection -> {
                began.set(clock.millis());
                return writer.write(connection, plan, changes, replaces);
              },
              attempts);
      atOnce.written(changes.size());
      result.recordWrite(changes.size(), clock.millis() - began.get());
      return written;
    }

    private void recordResults(List<Change> changes, TransactionResult written) {
      LagRecorder.add(changes, written, clock.millis(), result);
      result.addOccupiedKeys(written.occupiedKeys());
      if (written.occupiedKeys() > 0 && NOT_FREE.isDue(changes.get(0).table())) {
        LOG.warn(
            "{} rows of {} came by a key change to keys where other rows stood, and replaced them:"
                + " the changes of a key are in several partitions, or the other row's is a dead"
                + " letter, or the source's primary key is DEFERRABLE, and then rows are lost (see"
                + " semantics.md, What is not guaranteed)",
            written.occupiedKeys(),
            changes.get(0).table());
      }
      written.missing().forEach(change -> park(letters.noRow(change)));
      Set<Change> apart = Collections.newSetFromMap(new IdentityHashMap<>());
      apart.addAll(written.missing());
      if (!written.suppressed().isEmpty()) {
        List<String> suppressors = rejectedColumn.suppressors(changes.get(0).table());
        written
            .suppressed()
            .forEach(change -> result.dead(letters.suppressed(change, suppressors)));
      }
      apart.addAll(written.suppressed());
      WriteCounts counts = written.counts();
      for (Change change : written.stale()) {
        Version standing = written.outOfOrder().get(change);
        if (standing != null) {
          result.dead(letters.outOfOrder(change, standing));
        } else if (staleIsDead) {
          result.dead(letters.stale(change));
        } else {
          continue;
        }
        apart.add(change);
        counts = counts.lessStale(1);
      }
      result.done(
          changes.get(0).table(),
          apart.isEmpty()
              ? changes
              : changes.stream().filter(change -> !apart.contains(change)).toList(),
          counts);
    }
  }

  /** Whether this is a delete that brings values of older changes, but not the deleted row's. */
  private static boolean changesColumns(Change change) {
    return change.op() == Op.DELETE && change.isPartial() && change.row().size() > 0;
  }

  /** The delete without the values of older changes, which the database refuses. */
  private static Change markOnly(Change delete) {
    RowLineage lineage = delete.lineage();
    return delete.withRow(
        Row.empty(),
        new RowLineage(
            lineage.version(), null, lineage.lastDelete(), lineage.previousDelete(), null));
  }
}
