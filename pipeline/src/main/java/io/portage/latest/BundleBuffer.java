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
 * <p>When it holds too many bytes, the shard that holds most of them goes out; everything goes out
 * with {@link #flush}, at the time of each shard's newest change. A shard is not split by windows:
 * a newer window never gets ahead of an older one then, see {@link ClampFn}. Not thread-safe.
 */
final class BundleBuffer {
  /** Takes what goes out. */
  interface BatchReceiver {
    /** Takes a batch whose newest change has this timestamp, milliseconds since 1970. */
    void accept(ChangeBatch batch, long timestamp);
  }

  private final @Nullable ShardBuffer[] shards;
  private final BufferLimits bounds;
  private final ArraySegments segments;
  private long bytes;

  BundleBuffer(int shards, BufferLimits bounds, ArraySegments segments) {
    this.segments = segments;
    this.shards = new ShardBuffer[shards];
    this.bounds = bounds;
  }

  /** Adds a change; what goes out meanwhile has at least its timestamp. */
  void add(Change change, long timestamp, BatchReceiver out) {
    RowKey key = RowKey.of(change);
    int shard = Stripes.shardOf(Stripes.of(key), shards.length);
    ShardBuffer buffer = shards[shard];
    if (buffer == null) {
      buffer = new ShardBuffer(segments);
      shards[shard] = buffer;
    }
    long before = buffer.accumulators().bytes();
    buffer.add(key, change, timestamp);
    bytes += buffer.accumulators().bytes() - before;
    while (bytes > bounds.bufferBytes()) {
      emit(largest(), timestamp, out);
    }
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  /** Puts everything out, at {@code notBefore} at the earliest. */
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
      if (buffer != null && buffer.accumulators().bytes() > most) {
        largest = shard;
        most = buffer.accumulators().bytes();
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
    bytes -= buffer.accumulators().bytes();
    long time = Math.max(buffer.newest(), notBefore);
    buffer
        .accumulators()
        .batches(shard, bounds.outputRows(), bounds.outputBytes())
        .forEach(batch -> out.accept(batch, time));
  }
}
