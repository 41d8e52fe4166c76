package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Ignored;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a normalizer says about one event. */
final class Recorder implements NormalizerOutput {
  record Dead(Half half, Cause cause) {}

  record Nothing(Half half, Ignored kind) {}

  final List<Change> changes = new ArrayList<>();
  final List<Dead> dead = new ArrayList<>();
  final List<Nothing> ignored = new ArrayList<>();
  final List<String> unrouted = new ArrayList<>();
  int splits;

  @Override
  public void split() {
    splits++;
  }

  @Override
  public void change(Change change) {
    changes.add(change);
  }

  @Override
  public void ignored(ChangeEvent event, Half half, Ignored kind) {
    ignored.add(new Nothing(half, kind));
  }

  @Override
  public void unrouted(String table) {
    unrouted.add(table);
  }

  @Override
  public void dead(ChangeEvent event, Half half, Cause cause) {
    dead.add(new Dead(half, cause));
  }

  /** How many halves were accounted for, a whole record being two. */
  int halves() {
    int halves = 0;
    for (Change change : changes) {
      halves += Integer.bitCount(change.half().mask());
    }
    for (Dead letter : dead) {
      halves += Integer.bitCount(letter.half().mask());
    }
    for (Nothing nothing : ignored) {
      halves += Integer.bitCount(nothing.half().mask());
    }
    return halves;
  }
}
