package io.portage.sink;

import io.portage.metrics.Buckets;
import io.portage.model.Change;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of changes, collected transaction by transaction. Not thread-safe. */
public final class WriteResult {
  private final boolean reportEach;
  private final List<OffsetRanges> done = new ArrayList<>();
  private final List<Completion> individual = new ArrayList<>();
  private final List<DeadLetter> dead = new ArrayList<>();
  private final List<DeadLetter> parked = new ArrayList<>();
  private final Map<String, TableCounts> tables = new HashMap<>();
  private final Buckets rows = HistogramBuckets.ROWS.buckets();
  private final Buckets millis = HistogramBuckets.WRITE_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long superseded;
  private long occupiedKeys;

  /**
   * Creates an empty result.
   *
   * @param reportEach true if each change that is written alone gets a completion of its own, with
   *     its guard result
   */
  public WriteResult(boolean reportEach) {
    this.reportEach = reportEach;
  }

  public WriteResult() {
    this(false);
  }

  /** Adds {@code changes} of one table after the commit of their transaction. */
  public void done(String table, List<Change> changes, WriteCounts sum) {
    counts = counts.plus(sum);
    of(table).add(sum);
    for (Change change : changes) {
      superseded += change.recordCount() - 1;
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
    Change change = deadLetter.change();
    if (change != null) {
      of(change.table()).refuse();
    }
  }

  /**
   * Records a committed transaction.
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
  }

  /** Returns the completions of the changes that are durable. */
  public List<Completion> outcomes() {
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
