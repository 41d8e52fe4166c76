package io.portage.upsert;

import io.portage.metrics.Buckets;

/** What became of the changes of one table, in numbers. Not thread-safe. */
final class TableFigures {
  private final Buckets lag = Bounds.LAG_MILLIS.buckets();
  private Tally tally = Tally.NONE;
  private long refused;

  void add(Tally more) {
    tally = tally.plus(more);
  }

  void refuse() {
    refused++;
  }

  Tally tally() {
    return tally;
  }

  /** Changes that became dead letters. */
  long refused() {
    return refused;
  }

  /** Milliseconds from the change at the source to its commit here, of applied changes. */
  Buckets lag() {
    return lag;
  }
}
