package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangeSize;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import org.jspecify.annotations.Nullable;

/**
 * Merges the changes of a bundle per shard, within {@link Bounds}.
 *
 * <p>What is full goes out at once, the rest when the bundle ends, at the time of its newest
 * change. A shard is not split by windows: a newer window never gets ahead of an older one then,
 * see {@link ClampFn}. Not thread-safe.
 */
final class BundleBuffer {
  /** Takes what goes out. */
  interface Out {
    /** Takes a batch whose newest change has this timestamp, milliseconds since 1970. */
    void accept(ChangeBatch batch, long timestamp);
  }

  private final @Nullable ShardBuffer[] shards;
  private final Bounds bounds;
  private long bytes;

  BundleBuffer(int shards, Bounds bounds) {
    this.shards = new ShardBuffer[shards];
    this.bounds = bounds;
  }

  /** Adds a change; what goes out meanwhile has at least its timestamp. */
  void add(Change change, long timestamp, Out out) {
    RowKey key = RowKey.of(change);
    int shard = Stripes.shard(Stripes.of(key), shards.length);
    ShardBuffer buffer = shards[shard];
    if (buffer == null) {
      buffer = new ShardBuffer();
      shards[shard] = buffer;
    }
    long size = ChangeSize.of(change);
    buffer.add(key, change, timestamp, size);
    bytes += size;
    if (buffer.folds().rows() >= bounds.outputRows() || buffer.bytes() >= bounds.outputBytes()) {
      emit(shard, buffer, timestamp, out);
    }
    if (bytes >= bounds.bufferBytes()) {
      flush(timestamp, out);
    }
  }

  /** Puts everything out, at {@code notBefore} at the earliest. */
  void flush(long notBefore, Out out) {
    for (int shard = 0; shard < shards.length; shard++) {
      ShardBuffer buffer = shards[shard];
      if (buffer != null) {
        emit(shard, buffer, notBefore, out);
      }
    }
  }

  private void emit(int shard, ShardBuffer buffer, long notBefore, Out out) {
    shards[shard] = null;
    bytes -= buffer.bytes();
    out.accept(
        new ChangeBatch(shard, buffer.folds().changes()), Math.max(buffer.newest(), notBefore));
  }
}
