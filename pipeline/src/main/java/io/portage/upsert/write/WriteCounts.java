package io.portage.upsert.write;

import io.portage.model.GuardResult;

/**
 * What became of changes, each counted once.
 *
 * @param applied written
 * @param duplicate the target had this version
 * @param stale the target had a newer one
 */
public record WriteCounts(int applied, int duplicate, int stale) {
  static final WriteCounts NONE = new WriteCounts(0, 0, 0);

  WriteCounts plus(WriteCounts other) {
    return new WriteCounts(
        applied + other.applied, duplicate + other.duplicate, stale + other.stale);
  }

  /** The same with {@code fewer} stale ones less. */
  WriteCounts lessStale(int fewer) {
    return new WriteCounts(applied, duplicate, stale - fewer);
  }

  /** What became of the only change. */
  GuardResult verdict() {
    if (applied > 0) {
      return GuardResult.APPLIED;
    }
    return duplicate > 0 ? GuardResult.DUPLICATE : GuardResult.STALE;
  }
}
