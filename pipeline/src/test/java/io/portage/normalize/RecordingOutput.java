package io.portage.normalize;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.ChangePart.Half;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.IgnoreReason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

  /** Returns the number of halves with a result; a whole row counts two. */
  int halves() {
    return parts().mapToInt(part -> part.half() == Half.WHOLE ? 2 : 1).sum();
  }

  /** Returns true if the results are those of rows, not of the whole record. */
  boolean divided() {
    return parts().noneMatch(ChangePart::isOnlyRow);
  }

  private Stream<ChangePart> parts() {
    return Stream.of(
            changes.stream().map(Change::part),
            dead.stream().map(Dead::half),
            ignored.stream().map(Nothing::half))
        .flatMap(part -> part);
  }
}
