package io.portage.sink;

import io.portage.config.TargetConfig.StalePolicy;
import io.portage.metrics.Buckets;
import io.portage.model.Change;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.GuardResult;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The results of changes: applied, duplicate, stale, parked or dead. A sink adds them, change by
 * change or transaction by transaction, after they are durable. Not thread-safe.
 */
public final class WriteResult {
  private final boolean reportEach;
  private final StalePolicy onStale;
  private final List<OffsetRanges> done = new ArrayList<>();
  private final List<Completion> individual = new ArrayList<>();
  private final List<DeadLetter> dead = new ArrayList<>();
  private final List<DeadLetter> parked = new ArrayList<>();
  private final Set<Change> untested = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<String, TableCounts> tables = new HashMap<>();
  private final Buckets rows = HistogramBuckets.ROWS.buckets();
  private final Buckets millis = HistogramBuckets.WRITE_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long superseded;
  private long records;
  private long occupiedKeys;

  /**
   * Creates an empty result.
   *
   * @param reportEach true if each change that is written alone gets a completion of its own, with
   *     its guard result
   */
  public WriteResult(boolean reportEach) {
    this(reportEach, StalePolicy.COUNT);
  }

  /**
   * Creates an empty result.
   *
   * @param reportEach true if each change that is written alone gets a completion of its own, with
   *     its guard result
   * @param onStale the handling of changes that {@link #add} reports as stale
   */
  public WriteResult(boolean reportEach, StalePolicy onStale) {
    this.reportEach = reportEach;
    this.onStale = onStale;
  }

  public WriteResult() {
    this(false);
  }

  /**
   * Adds the result of one change.
   *
   * @param at the time at which the result was durable, milliseconds since 1970
   */
  public void add(Change change, GuardResult guardResult, long at) {
    if (guardResult == GuardResult.STALE && onStale == StalePolicy.DEAD_LETTER) {
      String message = change.table() + " has a newer version of the row";
      dead(change, FailureCause.of(Reason.STALE, message), at);
      return;
    }
    if (guardResult == GuardResult.APPLIED && change.changeTime() > 0) {
      of(change.table()).lag().add(at - change.changeTime());
    }
    done(change.table(), List.of(change), WriteCounts.of(guardResult));
  }

  /**
   * Adds a change that the target rejects at every attempt.
   *
   * @param at the time of the rejection, milliseconds since 1970
   */
  public void dead(Change change, FailureCause cause, long at) {
    dead(DeadLetter.ofChange(Stage.UPSERT, cause, at, change));
  }

  /**
   * Adds a change that the target rejects because of another row, and that is handed in again.
   *
   * @param at the time of the rejection, milliseconds since 1970
   */
  public void park(Change change, FailureCause cause, long at) {
    park(DeadLetter.ofChange(Stage.UPSERT, cause, at, change));
  }

  /** Adds {@code changes} of one table after the commit of their transaction. */
  public void done(String table, List<Change> changes, WriteCounts sum) {
    counts = counts.plus(sum);
    of(table).add(sum);
    for (Change change : changes) {
      superseded += change.recordCount() - 1;
      records += change.recordCount();
      if (reportEach && changes.size() == 1) {
        individual.add(Completion.of(change.origins(), sum.guardResult()));
      } else {
        done.add(change.origins());
      }
    }
  }

  /**
   * Adds rows of key changes that replaced another row at their new key, which no change had
   * removed.
   */
  public void addOccupiedKeys(int count) {
    occupiedKeys += count;
  }

  /**
   * Returns the number of rows of key changes that replaced another row at their new key, which no
   * change had removed.
   */
  public long occupiedKeys() {
    return occupiedKeys;
  }

  /** Adds a dead letter. */
  public void dead(DeadLetter deadLetter) {
    dead.add(deadLetter);
    records += deadLetter.records();
    Change change = deadLetter.change();
    if (change != null) {
      of(change.table()).reject();
    }
  }

  /**
   * Records a committed transaction, or one request to a target without transactions.
   *
   * @param count the number of its rows
   * @param took its duration in milliseconds
   */
  public void recordWrite(int count, long took) {
    rows.add(count);
    millis.add(took);
  }

  /** Returns the counts of one table. */
  public TableCounts of(String table) {
    return tables.computeIfAbsent(table, name -> new TableCounts());
  }

  /** Adds a parked change, as the dead letter that it may become. */
  public void park(DeadLetter deadLetter) {
    parked.add(deadLetter);
    records += deadLetter.records();
  }

  /**
   * Marks a parked change that was rejected together with others, and not tried by itself: the
   * attempt does not count for its time limit.
   */
  public void markUntested(Change change) {
    untested.add(change);
  }

  /** Begins another write: no parked change is marked. */
  public void clearUntested() {
    untested.clear();
  }

  /** Returns true for a change that the last write parked, but did not try by itself. */
  public boolean isUntested(Change change) {
    return untested.contains(change);
  }

  /** Returns the completions of the changes that are durable. */
  public List<Completion> completions() {
    List<Completion> all = new ArrayList<>(individual);
    if (!done.isEmpty()) {
      all.add(new Completion(OffsetRanges.union(done)));
    }
    return all;
  }

  /** Returns the dead letters. */
  public List<DeadLetter> dead() {
    return List.copyOf(dead);
  }

  /** Returns the parked changes. */
  public List<DeadLetter> parked() {
    return List.copyOf(parked);
  }

  /** Returns and removes the parked changes; the caller must retry them. */
  public List<DeadLetter> takeParked() {
    List<DeadLetter> taken = parked();
    parked.clear();
    return taken;
  }

  /** Returns the number of records in the changes that have got a result so far. */
  public long records() {
    return records;
  }

  /** Returns the counts per table. */
  public Map<String, TableCounts> tables() {
    return tables;
  }

  /** Returns the histogram of the committed transactions by their rows. */
  public Buckets rows() {
    return rows;
  }

  /** Returns the histogram of the committed transactions by their durations in milliseconds. */
  public Buckets millis() {
    return millis;
  }

  /** Returns the guard results of the changes, one per merged change. */
  public WriteCounts counts() {
    return counts;
  }

  /**
   * Returns the number of records that were merged into a newer change of their key, of the changes
   * that are written.
   */
  public long superseded() {
    return superseded;
  }
}
