package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.IgnoreReason;
import java.util.ArrayList;
import java.util.List;

/** Records the results of a normalizer for one event. */
final class RecordingOutput implements NormalizerOutput {
  record Dead(ChangePart half, FailureCause cause) {}

  record Nothing(ChangePart half, IgnoreReason kind) {}

  final List<Change> changes = new ArrayList<>();
  final List<Dead> dead = new ArrayList<>();
  final List<Nothing> ignored = new ArrayList<>();
  final List<String> unrouted = new ArrayList<>();
  final List<String> drift = new ArrayList<>();
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
  public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
    ignored.add(new Nothing(changePart, kind));
  }

  @Override
  public void unrouted(String table) {
    unrouted.add(table);
  }

  @Override
  public void drift(String table, DriftKind kind, List<String> columns) {
    drift.add(kind + " " + String.join(",", columns));
  }

  @Override
  public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
    dead.add(new Dead(changePart, cause));
  }

  /** Returns the number of halves with a result; a whole record counts two. */
  int halves() {
    int halves = 0;
    for (Change change : changes) {
      halves += Integer.bitCount(change.part().mask());
    }
    for (Dead half : dead) {
      halves += Integer.bitCount(half.half().mask());
    }
    for (Nothing nothing : ignored) {
      halves += Integer.bitCount(nothing.half().mask());
    }
    return halves;
  }
}
