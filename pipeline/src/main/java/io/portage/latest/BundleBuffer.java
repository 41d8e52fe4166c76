package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.RowKey;
import io.portage.model.Stripes;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges the changes of a bundle per shard and window, within {@link Bounds}.
 *
 * <p>What is full goes out at once, the rest when the bundle ends. A bundle that runs through long
 * stretches of time (a sparse topic read from its beginning) would put every row into a window of
 * its own; beyond {@code bufferWindows} the oldest window is merged into the next, as if its
 * changes had met a watermark that is already there. Not thread-safe.
 */
final class BundleBuffer {
  /** Takes what goes out. */
  interface Out {
    /** Takes a batch whose newest change has this timestamp, milliseconds since 1970. */
    void accept(ChangeBatch batch, long timestamp);
  }

  private final long windowMillis;
  private final int shards;
  private final Bounds bounds;
  private final TreeMap<Long, ShardBuffer[]> windows = new TreeMap<>();
  private long lastStart = Long.MIN_VALUE;
  private ShardBuffer @Nullable [] last;
  private long bytes;

  BundleBuffer(long windowMillis, int shards, Bounds bounds) {
    this.windowMillis = windowMillis;
    this.shards = shards;
    this.bounds = bounds;
  }

  /** Adds a change; what goes out meanwhile has at least its timestamp. */
  void add(Change change, long timestamp, Out out) {
    RowKey key = RowKey.of(change);
    int shard = Stripes.shard(Stripes.of(key), shards);
    ShardBuffer[] window = window(timestamp, out);
    put(window, shard, key, change, timestamp);
    emitIfFull(window, shard, timestamp, out);
    if (bytes >= bounds.bufferBytes()) {
      flush(timestamp, out);
    }
  }

  /** Puts everything out, at {@code notBefore} at the earliest. */
  void flush(long notBefore, Out out) {
    for (ShardBuffer[] window : windows.values()) {
      for (int shard = 0; shard < shards; shard++) {
        if (window[shard] != null) {
          emit(window, shard, notBefore, out);
        }
      }
    }
    windows.clear();
    last = null;
  }

  private void put(
      @Nullable ShardBuffer[] window, int shard, RowKey key, Change change, long timestamp) {
    ShardBuffer buffer = window[shard];
    if (buffer == null) {
      buffer = new ShardBuffer();
      window[shard] = buffer;
    }
    long size = ChangeSize.of(change);
    buffer.add(key, change, timestamp, size);
    bytes += size;
  }

  private void emitIfFull(@Nullable ShardBuffer[] window, int shard, long notBefore, Out out) {
    ShardBuffer buffer = window[shard];
    if (buffer.folds().rows() >= bounds.outputRows() || buffer.bytes() >= bounds.outputBytes()) {
      emit(window, shard, notBefore, out);
    }
  }

  private void emit(@Nullable ShardBuffer[] window, int shard, long notBefore, Out out) {
    ShardBuffer buffer = window[shard];
    window[shard] = null;
    bytes -= buffer.bytes();
    out.accept(
        new ChangeBatch(shard, buffer.folds().changes()), Math.max(buffer.newest(), notBefore));
  }

  private @Nullable ShardBuffer[] window(long timestamp, Out out) {
    long start = timestamp - Math.floorMod(timestamp, windowMillis);
    if (last != null && start == lastStart) {
      return last;
    }
    boolean isFull = windows.size() >= bounds.bufferWindows();
    ShardBuffer[] window = windows.get(start);
    if (window == null && isFull && start < windows.firstKey()) {
      start = windows.firstKey();
      window = windows.get(start);
    }
    if (window == null) {
      window = new ShardBuffer[shards];
      windows.put(start, window);
      if (isFull) {
        moveOldestOn(timestamp, out);
      }
    }
    lastStart = start;
    last = window;
    return window;
  }

  private void moveOldestOn(long notBefore, Out out) {
    ShardBuffer[] oldest = windows.pollFirstEntry().getValue();
    long start = windows.firstKey();
    ShardBuffer[] next = windows.get(start);
    for (int i = 0; i < shards; i++) {
      int shard = i;
      ShardBuffer buffer = oldest[shard];
      if (buffer != null) {
        long timestamp = Math.max(buffer.newest(), start);
        bytes -= buffer.bytes();
        buffer
            .folds()
            .forEach(
                (key, change) -> {
                  put(next, shard, key, change, timestamp);
                  emitIfFull(next, shard, notBefore, out);
                });
      }
    }
  }
}
