package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.encoding.ArraySegments;

/** The merged changes of one shard. Mutable; not used after the end of a bundle. */
final class ShardBuffer {
  private final KeyAccumulators accumulators;
  private long newest = Long.MIN_VALUE;

  ShardBuffer(ArraySegments segments) {
    this.accumulators = new KeyAccumulators(segments);
  }

  void add(RowKey key, Change change, long timestamp) {
    accumulators.add(key, change);
    newest = Math.max(newest, timestamp);
  }

  KeyAccumulators accumulators() {
    return accumulators;
  }

  /** The highest timestamp of the added changes, milliseconds since 1970. */
  long newest() {
    return newest;
  }
}
