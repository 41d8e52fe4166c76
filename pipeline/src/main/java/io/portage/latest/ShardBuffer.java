package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;
import io.portage.model.Segments;

/** The changes of one shard, merged. Mutable; lives as long as a bundle at the most. */
final class ShardBuffer {
  private final KeyFolds folds;
  private long newest = Long.MIN_VALUE;

  ShardBuffer(Segments segments) {
    this.folds = new KeyFolds(segments);
  }

  void add(RowKey key, Change change, long timestamp) {
    folds.add(key, change);
    newest = Math.max(newest, timestamp);
  }

  KeyFolds folds() {
    return folds;
  }

  /** The highest timestamp of what was added, milliseconds since 1970. */
  long newest() {
    return newest;
  }
}
