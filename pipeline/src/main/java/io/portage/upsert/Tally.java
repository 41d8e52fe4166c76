package io.portage.upsert;

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
}
