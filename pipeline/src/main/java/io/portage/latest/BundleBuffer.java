package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import io.portage.model.encoding.ArraySegments;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes per shard, within {@link BufferLimits}.
 *
 * <p>If the buffer exceeds its limit in bytes, the largest shard is emitted. {@link #flush} emits
 * all shards, each with the time of its newest change. A shard is not divided by windows, so that a
 * newer window never overtakes an older one, see {@link ClampFn}. Not thread-safe.
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

  private final @Nullable ShardBuffer[] shards;
  private final int shardsPerTable;
  private final BufferLimits limits;
  private final ArraySegments segments;
  private long bytes;

  BundleBuffer(int shards, int shardsPerTable, BufferLimits limits, ArraySegments segments) {
    this.shardsPerTable = shardsPerTable;
    this.segments = segments;
    this.shards = new ShardBuffer[shards];
    this.limits = limits;
  }

  /** Adds a change. Batches emitted meanwhile have at least its timestamp. */
  void add(Change change, long timestamp, BatchReceiver out) {
    RowKey key = RowKey.of(change);
    int shard = Stripes.shardOf(key, shards.length, shardsPerTable);
    ShardBuffer buffer = shards[shard];
    if (buffer == null) {
      buffer = new ShardBuffer(segments);
      shards[shard] = buffer;
    }
    long before = buffer.accumulators.bytes();
    buffer.add(key, change, timestamp);
    bytes += buffer.accumulators.bytes() - before;
    while (bytes > limits.bufferBytes()) {
      emit(largest(), timestamp, out);
    }
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  /** Emits everything, with timestamps of at least {@code notBefore}. */
  void flush(long notBefore, BatchReceiver out) {
    for (int shard = 0; shard < shards.length; shard++) {
      emit(shard, notBefore, out);
    }
  }

  private int largest() {
    int largest = 0;
    long most = -1;
    for (int shard = 0; shard < shards.length; shard++) {
      ShardBuffer buffer = shards[shard];
      if (buffer != null && buffer.accumulators.bytes() > most) {
        largest = shard;
        most = buffer.accumulators.bytes();
      }
    }
    return largest;
  }

  private void emit(int shard, long notBefore, BatchReceiver out) {
    ShardBuffer buffer = shards[shard];
    if (buffer == null) {
      return;
    }
    shards[shard] = null;
    bytes -= buffer.accumulators.bytes();
    long time = Math.max(buffer.newest, notBefore);
    buffer
        .accumulators
        .batches(shard, limits.outputRows(), limits.outputBytes())
        .forEach(batch -> out.accept(batch, time));
  }

  /** The merged changes of one shard. */
  private static final class ShardBuffer {
    private final KeyAccumulators accumulators;

    /** The highest timestamp of the added changes, milliseconds since 1970. */
    private long newest = Long.MIN_VALUE;

    private ShardBuffer(ArraySegments segments) {
      this.accumulators = new KeyAccumulators(segments);
    }

    private void add(RowKey key, Change change, long timestamp) {
      accumulators.add(key, change);
      newest = Math.max(newest, timestamp);
    }
  }
}
