package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Origins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What became of a flush, gathered transaction by transaction. Not thread-safe. */
final class Flushed {
  private final List<Origins> done = new ArrayList<>();
  private final List<DeadLetter> dead = new ArrayList<>();
  private Tally tally = Tally.NONE;
  private long superseded;

  /** {@code changes} went through a committed transaction, but for those that it found missing. */
  void add(List<Change> changes, Written written) {
    tally = tally.plus(written.tally());
    Set<Change> missing = Collections.newSetFromMap(new IdentityHashMap<>());
    missing.addAll(written.missing());
    for (Change change : changes) {
      if (!missing.contains(change)) {
        done.add(change.origins());
        superseded += change.records() - 1;
      }
    }
  }

  void add(DeadLetter letter) {
    dead.add(letter);
  }

  /** The stretches that are durable now; none where nothing was written. */
  Origins done() {
    return Origins.union(done);
  }

  /** What could not be written. */
  List<DeadLetter> dead() {
    return List.copyOf(dead);
  }

  /** What became of the newest change of each key. */
  Tally tally() {
    return tally;
  }

  /** Records that were merged with a newer one of their key, of the changes that are done. */
  long superseded() {
    return superseded;
  }
}
