package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.RowKey;

/** The changes of one shard, merged. Mutable; lives as long as a bundle. */
final class ShardBuffer {
  private final KeyFolds folds = new KeyFolds();
  private long bytes;
  private long newest = Long.MIN_VALUE;

  void add(RowKey key, Change change, long timestamp, long size) {
    folds.add(key, change);
    bytes += size;
    newest = Math.max(newest, timestamp);
  }

  KeyFolds folds() {
    return folds;
  }

  /**
   * All that was added, including what was merged since: origins stay, and rows are not weighed
   * again.
   */
  long bytes() {
    return bytes;
  }

  /** The highest timestamp of what was added, milliseconds since 1970. */
  long newest() {
    return newest;
  }
}
