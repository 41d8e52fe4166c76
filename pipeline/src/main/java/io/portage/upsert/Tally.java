package io.portage.upsert;

import io.portage.model.Verdict;

/**
 * What became of changes, each counted once.
 *
 * @param applied written
 * @param duplicate the target had this version
 * @param stale the target had a newer one
 */
record Tally(int applied, int duplicate, int stale) {
  static final Tally NONE = new Tally(0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(applied + other.applied, duplicate + other.duplicate, stale + other.stale);
  }

  /** The same with {@code fewer} stale ones less. */
  Tally lessStale(int fewer) {
    return new Tally(applied, duplicate, stale - fewer);
  }

  /** What became of the only change. */
  Verdict verdict() {
    if (applied > 0) {
      return Verdict.APPLIED;
    }
    return duplicate > 0 ? Verdict.DUPLICATE : Verdict.STALE;
  }
}
