package io.portage.upsert.write;

import io.portage.metrics.Buckets;
import io.portage.model.Change;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRanges;
import io.portage.upsert.HistogramBuckets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of changes, gathered transaction by transaction. Not thread-safe. */
public final class WriteResult {
  private final boolean verdicts;
  private final List<OffsetRanges> done = new ArrayList<>();
  private final List<Completion> judged = new ArrayList<>();
  private final List<DeadLetter> dead = new ArrayList<>();
  private final List<DeadLetter> parked = new ArrayList<>();
  private final Map<String, TableCounts> tables = new HashMap<>();
  private final Buckets rows = HistogramBuckets.ROWS.buckets();
  private final Buckets millis = HistogramBuckets.WRITE_MILLIS.buckets();
  private WriteCounts counts = WriteCounts.NONE;
  private long superseded;
  private long occupiedKeys;

  /** Nothing yet; {@code verdicts} asks for an outcome of each change that is written alone. */
  public WriteResult(boolean verdicts) {
    this.verdicts = verdicts;
  }

  public WriteResult() {
    this(false);
  }

  /** {@code changes} of one table went through a committed transaction. */
  public void done(String table, List<Change> changes, WriteCounts sum) {
    counts = counts.plus(sum);
    of(table).add(sum);
    for (Change change : changes) {
      superseded += change.recordCount() - 1;
      if (verdicts && changes.size() == 1) {
        judged.add(Completion.of(change.origins(), sum.verdict()));
      } else {
        done.add(change.origins());
      }
    }
  }

  /** So many rows that a key change brought have replaced rows that nothing had taken away. */
  void addOccupiedKeys(int count) {
    occupiedKeys += count;
  }

  /** How many rows that a key change brought have replaced rows that nothing had taken away. */
  public long occupiedKeys() {
    return occupiedKeys;
  }

  /** A change is refused for good. */
  public void dead(DeadLetter letter) {
    dead.add(letter);
    Change change = letter.change();
    if (change != null) {
      of(change.table()).refuse();
    }
  }

  /** A transaction of so many rows was committed and took so long. */
  void recordWrite(int count, long took) {
    rows.add(count);
    millis.add(took);
  }

  /** What became of one table's changes. */
  TableCounts of(String table) {
    return tables.computeIfAbsent(table, name -> new TableCounts());
  }

  /** A change is refused for the sake of another row; the letter is what it would become. */
  void park(DeadLetter letter) {
    parked.add(letter);
  }

  /** What is durable now. */
  public List<Completion> outcomes() {
    List<Completion> all = new ArrayList<>(judged);
    if (!done.isEmpty()) {
      all.add(new Completion(OffsetRanges.union(done)));
    }
    return all;
  }

  /** What could not be written. */
  public List<DeadLetter> dead() {
    return List.copyOf(dead);
  }

  /** What could not be written yet. */
  List<DeadLetter> parked() {
    return List.copyOf(parked);
  }

  /** The same, which the caller now answers for: nothing waits here afterwards. */
  public List<DeadLetter> takeParked() {
    List<DeadLetter> taken = parked();
    parked.clear();
    return taken;
  }

  /** What became of each table's changes. */
  public Map<String, TableCounts> tables() {
    return tables;
  }

  /** The committed transactions by their rows. */
  public Buckets rows() {
    return rows;
  }

  /** The committed transactions by the milliseconds that they took. */
  public Buckets millis() {
    return millis;
  }

  /** What became of the newest change of each key. */
  public WriteCounts counts() {
    return counts;
  }

  /** Records that were merged with a newer one of their key, of the changes that are done. */
  public long superseded() {
    return superseded;
  }
}
