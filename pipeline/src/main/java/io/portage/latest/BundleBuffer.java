package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import io.portage.model.encoding.ArraySegments;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes per table and shard, within {@link BufferLimits}.
 *
 * <p>If the buffer exceeds its limit in bytes, its largest part is emitted. {@link #flush} emits
 * all parts, each with the time of its newest change; {@link #flushTables} those of some tables. A
 * part is not divided by windows, so that a newer window never overtakes an older one, see {@link
 * ClampFn}. Not thread-safe.
 */
final class BundleBuffer {
  /** Receives emitted batches. */
  interface BatchReceiver {
    /**
     * Receives a batch.
     *
     * @param timestamp the time of its newest change, milliseconds since 1970
     */
    void accept(ChangeBatch batch, long timestamp);
  }

  /** The approximate size of the arrays of a part with a single change, in bytes. */
  private static final long PART_BYTES = 64 << 10;

  private final Map<String, TableParts> tables = new LinkedHashMap<>();
  private final int shards;
  private final int shardsPerTable;
  private final BufferLimits limits;
  private final int maxParts;
  private final ArraySegments segments;
  private @Nullable TableParts last;
  private long bytes;
  private int parts;

  BundleBuffer(int shards, int shardsPerTable, BufferLimits limits, ArraySegments segments) {
    this.shards = shards;
    this.shardsPerTable = shardsPerTable;
    this.segments = segments;
    this.limits = limits;
    this.maxParts = (int) Math.max(shards, limits.bufferBytes() / PART_BYTES);
  }

  /** Adds a change. Batches emitted meanwhile have at least its timestamp. */
  void add(Change change, long timestamp, BatchReceiver out) {
    RowKey key = RowKey.of(change);
    int shard = Stripes.shardOf(key, shards, shardsPerTable);
    TableParts table = table(change.table());
    Part part = table.parts[shard];
    if (part == null) {
      part = new Part(segments);
      table.parts[shard] = part;
      parts++;
    }
    long before = part.accumulators.bytes();
    part.add(key, change, timestamp);
    bytes += part.accumulators.bytes() - before;
    while (bytes > limits.bufferBytes() || parts > maxParts) {
      emitLargest(timestamp, out);
    }
  }

  private TableParts table(String name) {
    TableParts found = last;
    if (found == null || !found.table.equals(name)) {
      found = tables.computeIfAbsent(name, table -> new TableParts(table, shards));
      last = found;
    }
    return found;
  }

  boolean isEmpty() {
    return parts == 0;
  }

  /** Emits everything, with timestamps of at least {@code notBefore}. */
  void flush(long notBefore, BatchReceiver out) {
    tables.values().forEach(table -> emit(table, notBefore, out));
    tables.clear();
    last = null;
  }

  /** Emits the changes of these tables, with timestamps of at least {@code notBefore}. */
  void flushTables(Iterable<String> names, long notBefore, BatchReceiver out) {
    for (String name : names) {
      TableParts table = tables.remove(name);
      if (table != null) {
        emit(table, notBefore, out);
      }
    }
    last = null;
  }

  private void emitLargest(long notBefore, BatchReceiver out) {
    TableParts largest = null;
    int shardOfLargest = 0;
    long most = -1;
    for (TableParts table : tables.values()) {
      for (int shard = 0; shard < shards; shard++) {
        Part part = table.parts[shard];
        if (part != null && part.accumulators.bytes() > most) {
          largest = table;
          shardOfLargest = shard;
          most = part.accumulators.bytes();
        }
      }
    }
    if (largest != null) {
      emit(largest, shardOfLargest, notBefore, out);
    }
  }

  private void emit(TableParts table, long notBefore, BatchReceiver out) {
    for (int shard = 0; shard < shards; shard++) {
      emit(table, shard, notBefore, out);
    }
  }

  private void emit(TableParts table, int shard, long notBefore, BatchReceiver out) {
    Part part = table.parts[shard];
    if (part == null) {
      return;
    }
    table.parts[shard] = null;
    parts--;
    bytes -= part.accumulators.bytes();
    long time = Math.max(part.newest, notBefore);
    part.accumulators
        .batches(shard, limits.outputRows(), limits.outputBytes())
        .forEach(batch -> out.accept(batch, time));
  }

  /** The parts of one table, by shard. */
  private static final class TableParts {
    private final String table;
    private final @Nullable Part[] parts;

    private TableParts(String table, int shards) {
      this.table = table;
      this.parts = new Part[shards];
    }
  }

  /** The merged changes of one table and shard. */
  private static final class Part {
    private final KeyAccumulators accumulators;

    /** The highest timestamp of the added changes, milliseconds since 1970. */
    private long newest = Long.MIN_VALUE;

    private Part(ArraySegments segments) {
      this.accumulators = new KeyAccumulators(segments);
    }

    private void add(RowKey key, Change change, long timestamp) {
      accumulators.add(key, change);
      newest = Math.max(newest, timestamp);
    }
  }
}
