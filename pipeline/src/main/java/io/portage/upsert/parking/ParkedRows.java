package io.portage.upsert.parking;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeSize;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * The parked rows of one shard: those in memory by key, and those that exceeded the memory limits
 * and are spilled. Not thread-safe.
 */
public final class ParkedRows {
  /**
   * The limits of the rows in memory.
   *
   * @param rows the greatest number of keys
   * @param bytes the approximate greatest size; a row that a newer change enlarges beyond it is
   *     spilled
   */
  public record MemoryCapacity(int rows, long bytes) implements Serializable {
    static final MemoryCapacity UNBOUNDED = new MemoryCapacity(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private final Map<RowKey, ParkedChanges> byKey = new LinkedHashMap<>();
  private final MemoryCapacity capacity;
  private final BinaryOperator<Change> merge;
  private final List<ParkedChanges> overflow = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private SpillSummary spill;
  private long bytes;
  private long overflowBytes;

  /**
   * Restores the parked rows from state.
   *
   * @param merge merges two changes of one key, in either order
   */
  public ParkedRows(
      ParkedState parkedState, MemoryCapacity capacity, BinaryOperator<Change> merge) {
    this.capacity = capacity;
    this.merge = merge;
    this.spill = parkedState.spill();
    for (ParkedChanges parkedChanges : parkedState.inMemory()) {
      byKey.put(parkedChanges.key(), parkedChanges);
      bytes += size(parkedChanges);
    }
  }

  /** Creates parked rows in memory, without limits. */
  public ParkedRows(List<ParkedChanges> inMemory, BinaryOperator<Change> merge) {
    this(new ParkedState(inMemory, SpillSummary.NONE), MemoryCapacity.UNBOUNDED, merge);
  }

  public boolean isEmpty() {
    return byKey.isEmpty() && spill.isEmpty();
  }

  /** Returns the number of parked keys; a key that is both in memory and spilled counts twice. */
  public long size() {
    return byKey.size() + spill.rows();
  }

  /** Returns the rows in memory. */
  public List<ParkedChanges> all() {
    return List.copyOf(byKey.values());
  }

  /** Returns the summary of the spilled rows. */
  public SpillSummary spill() {
    return spill;
  }

  /** Returns the value for the state; the spilled chunks are apart, see {@link #removeChunks}. */
  public ParkedState parked() {
    return new ParkedState(all(), spill);
  }

  /**
   * Parks the change if its key is parked in memory, or if it depends on an older change of its key
   * that may be spilled. Any other change may be written at once: the guard orders it.
   *
   * @return true if the change was parked
   */
  public boolean parkIfKeyIsParked(Change change, long now) {
    if (isEmpty()) {
      return false;
    }
    RowKey key = RowKey.of(change);
    if (mergeInMemory(key, List.of(change), now)) {
      return true;
    }
    boolean mustFollow = needsOlder(change) && spill.mayHold(key);
    if (mustFollow) {
      spill(ParkedChanges.afterFirst(change, now), now);
    }
    return mustFollow;
  }

  /**
   * Parks a row that was spilled and loaded, under the same conditions.
   *
   * @return true if the row was parked again
   */
  public boolean parkIfKeyIsParked(ParkedChanges parkedChanges, long now) {
    RowKey key = parkedChanges.key();
    if (mergeInMemory(key, parkedChanges.changes(), now)) {
      return true;
    }
    boolean mustFollow =
        spill.mayHold(key) && parkedChanges.changes().stream().anyMatch(ParkedRows::needsOlder);
    if (mustFollow) {
      spill(parkedChanges, now);
    }
    return mustFollow;
  }

  /**
   * Merges the changes into the row of their key, and spills that row if the rows in memory exceed
   * the limit then; returns false if no row of the key is in memory.
   */
  private boolean mergeInMemory(RowKey key, List<Change> changes, long now) {
    ParkedChanges before = byKey.get(key);
    if (before == null) {
      return false;
    }
    ParkedChanges merged = before;
    for (Change change : changes) {
      merged = merged.plus(change, merge);
    }
    bytes += size(merged) - size(before);
    byKey.put(key, merged);
    if (bytes > capacity.bytes()) {
      byKey.remove(key);
      bytes -= size(merged);
      spill(merged, now);
    }
    return true;
  }

  /** True if values of an older change would be lost if this one were written first. */
  private static boolean needsOlder(Change change) {
    return change.isKeyMove() || (change.op() != Op.TRUNCATE && change.isPartial());
  }

  /**
   * Parks a row: in memory, or spilled if the limits are reached. If a row of its key is in memory,
   * the changes are merged into that row.
   */
  public void put(ParkedChanges parkedChanges, long now) {
    if (mergeInMemory(parkedChanges.key(), parkedChanges.changes(), now)) {
      return;
    }
    long size = size(parkedChanges);
    if (byKey.size() < capacity.rows() && bytes + size <= capacity.bytes()) {
      byKey.put(parkedChanges.key(), parkedChanges);
      bytes += size;
    } else {
      spill(parkedChanges, now);
    }
  }

  private void spill(ParkedChanges parkedChanges, long now) {
    long size = size(parkedChanges);
    if (!overflow.isEmpty() && overflowBytes + size > SpilledRows.CHUNK_BYTES) {
      pack();
    }
    spill = spill.plus(parkedChanges, now);
    overflow.add(parkedChanges);
    overflowBytes += size;
    if (overflow.size() >= SpilledRows.CHUNK_ROWS) {
      pack();
    }
  }

  private void pack() {
    chunks.add(SpilledRows.pack(spill.nextChunk(), overflow));
    spill = spill.packed();
    overflow.clear();
    overflowBytes = 0;
  }

  /**
   * Returns and removes the chunks that were spilled since the last call; the caller adds them to
   * the state.
   */
  public List<byte[]> removeChunks() {
    if (!overflow.isEmpty()) {
      pack();
    }
    List<byte[]> removed = List.copyOf(chunks);
    chunks.clear();
    return removed;
  }

  /**
   * Resets the summary: the caller has removed all chunks from the state and retries their rows.
   */
  public void loadSpilled() {
    spill = spill.taken();
  }

  /** Updates the summary after an attempt at all rows that {@code before} counted. */
  public void spillRetried(SpillSummary before, long now) {
    spill = spill.tried(before.rows(), now);
  }

  /** Removes and returns the rows in memory that match {@code wanted}. */
  public List<ParkedChanges> removeIf(Predicate<ParkedChanges> wanted) {
    List<ParkedChanges> removed = new ArrayList<>();
    byKey
        .values()
        .removeIf(parkedChanges -> wanted.test(parkedChanges) && removed.add(parkedChanges));
    bytes = byKey.values().stream().mapToLong(ParkedRows::size).sum();
    return removed;
  }

  /** Returns the approximate size of the rows in memory. */
  long bytesInMemory() {
    return bytes;
  }

  private static long size(ParkedChanges parkedChanges) {
    return parkedChanges.changes().stream().mapToLong(ChangeSize::of).sum();
  }

  /** Returns the message of the row that was parked last; empty if none is in memory. */
  public String newestCause() {
    return byKey.values().stream()
        .reduce((a, b) -> b)
        .map(parkedChanges -> parkedChanges.cause().message())
        .orElse("");
  }

  /** Returns the time of the next attempt, milliseconds since 1970; empty if nothing is parked. */
  public OptionalLong nextAt() {
    OptionalLong first = byKey.values().stream().mapToLong(ParkedChanges::nextAt).min();
    if (spill.isEmpty()) {
      return first;
    }
    return OptionalLong.of(Math.min(spill.nextAt(), first.orElse(Long.MAX_VALUE)));
  }
}
