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
 * What waits in one shard: rows at hand, key by key, and those that found no place among them and
 * are spilled. Not thread-safe.
 */
public final class ParkedRows {
  /**
   * How much is kept at hand.
   *
   * @param rows most keys
   * @param bytes about how many bytes they have when they are set aside
   */
  public record MemoryCapacity(int rows, long bytes) implements Serializable {
    static final MemoryCapacity UNBOUNDED = new MemoryCapacity(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private final Map<RowKey, ParkedChanges> byKey = new LinkedHashMap<>();
  private final MemoryCapacity room;
  private final BinaryOperator<Change> merge;
  private final List<ParkedChanges> overflow = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private SpillSummary spill;
  private long bytes;
  private long overflowBytes;

  /** Rows that waited before; {@code merge} joins two changes of a key. */
  public ParkedRows(ParkedState parkedState, MemoryCapacity room, BinaryOperator<Change> merge) {
    this.room = room;
    this.merge = merge;
    this.spill = parkedState.spill();
    for (ParkedChanges parkedChanges : parkedState.inMemory()) {
      byKey.put(parkedChanges.key(), parkedChanges);
      bytes += size(parkedChanges);
    }
  }

  /** Rows at hand, without a bound. */
  public ParkedRows(List<ParkedChanges> held, BinaryOperator<Change> merge) {
    this(new ParkedState(held, SpillSummary.NONE), MemoryCapacity.UNBOUNDED, merge);
  }

  public boolean isEmpty() {
    return byKey.isEmpty() && spill.isEmpty();
  }

  /** How many keys wait; one that waits at hand and is spilled counts twice. */
  public long size() {
    return byKey.size() + spill.rows();
  }

  /** The rows at hand. */
  public List<ParkedChanges> all() {
    return List.copyOf(byKey.values());
  }

  /** What is known of the others. */
  public SpillSummary spill() {
    return spill;
  }

  /** What state is to hold, besides {@link #removeChunks}. */
  public ParkedState parked() {
    return new ParkedState(all(), spill);
  }

  /**
   * Lets the change wait if its key does, or if it needs what an older change of its key says and
   * that one may be spilled; tells whether. All else may be written: the guard decides.
   */
  public boolean parkIfKeyIsParked(Change change, long now) {
    if (isEmpty()) {
      return false;
    }
    RowKey key = RowKey.of(change);
    if (byKey.computeIfPresent(key, (same, parkedChanges) -> parkedChanges.plus(change, merge))
        != null) {
      return true;
    }
    boolean behind = needsOlder(change) && spill.mayHold(key);
    if (behind) {
      spill(ParkedChanges.afterFirst(change, now), now);
    }
    return behind;
  }

  /** The same for a row that was spilled and is taken up. */
  public boolean parkIfKeyIsParked(ParkedChanges parkedChanges, long now) {
    RowKey key = parkedChanges.key();
    ParkedChanges there = byKey.get(key);
    if (there != null) {
      for (Change change : parkedChanges.changes()) {
        there = there.plus(change, merge);
      }
      byKey.put(key, there);
      return true;
    }
    boolean behind =
        spill.mayHold(key) && parkedChanges.changes().stream().anyMatch(ParkedRows::needsOlder);
    if (behind) {
      spill(parkedChanges, now);
    }
    return behind;
  }

  /** Whether what an older change says would be lost if this one were written first. */
  private static boolean needsOlder(Change change) {
    return change.isKeyMove() || (change.op() != Op.TRUNCATE && change.isPartial());
  }

  /** Sets a row aside. */
  public void put(ParkedChanges parkedChanges, long now) {
    long size = size(parkedChanges);
    if (byKey.size() < room.rows() && bytes + size <= room.bytes()) {
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

  /** What was spilled since the last call, for state to keep. */
  public List<byte[]> removeChunks() {
    if (!overflow.isEmpty()) {
      pack();
    }
    List<byte[]> taken = List.copyOf(chunks);
    chunks.clear();
    return taken;
  }

  /** The caller has taken all that was spilled, and tries it now. */
  public void loadSpilled() {
    spill = spill.taken();
  }

  /** The caller has tried what {@code before} held. */
  public void spillRetried(SpillSummary before, long now) {
    spill = spill.tried(before.rows(), now);
  }

  /** Takes out those at hand that {@code wanted} accepts. */
  public List<ParkedChanges> removeIf(Predicate<ParkedChanges> wanted) {
    List<ParkedChanges> taken = new ArrayList<>();
    byKey
        .values()
        .removeIf(parkedChanges -> wanted.test(parkedChanges) && taken.add(parkedChanges));
    bytes = byKey.values().stream().mapToLong(ParkedRows::size).sum();
    return taken;
  }

  private static long size(ParkedChanges parkedChanges) {
    return parkedChanges.changes().stream().mapToLong(ChangeSize::of).sum();
  }

  /** Why the row that was set aside last waits; empty where none is at hand. */
  public String newestCause() {
    return byKey.values().stream()
        .reduce((a, b) -> b)
        .map(parkedChanges -> parkedChanges.cause().message())
        .orElse("");
  }

  /** When the first of them is to be tried again, milliseconds since 1970. */
  public OptionalLong nextAt() {
    OptionalLong first = byKey.values().stream().mapToLong(ParkedChanges::nextAt).min();
    if (spill.isEmpty()) {
      return first;
    }
    return OptionalLong.of(Math.min(spill.nextAt(), first.orElse(Long.MAX_VALUE)));
  }
}
