package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Tells what an element says about the records of replayed letters. */
final class ObserveFn<T> extends DoFn<T, KV<String, ReplayObservation>> {
  private static final long serialVersionUID = 1;

  /** What an element says. */
  @FunctionalInterface
  interface ObservationExtractor<T> extends Serializable {
    /** Gives {@code out} one fact for each record of a letter that it concerns. */
    void of(
        ReplaySelection replaySelection, T element, BiConsumer<Coordinates, ReplayObservation> out);
  }

  private final ReplaySelection replaySelection;
  private final ObservationExtractor<T> facts;

  ObserveFn(ReplaySelection replaySelection, ObservationExtractor<T> facts) {
    this.replaySelection = replaySelection;
    this.facts = facts;
  }

  @ProcessElement
  public void observe(@Element T element, OutputReceiver<KV<String, ReplayObservation>> out) {
    facts.of(
        replaySelection,
        element,
        (at, replayObservation) -> out.output(KV.of(at.toString(), replayObservation)));
  }

  static void ofLetter(
      ReplaySelection replaySelection,
      DeadLetter letter,
      BiConsumer<Coordinates, ReplayObservation> out) {
    out.accept(letter.coordinates(), ReplayObservation.letter(letter));
  }

  static void ofMerged(
      ReplaySelection replaySelection,
      ChangeBatch batch,
      BiConsumer<Coordinates, ReplayObservation> out) {
    for (Change change : batch.changes()) {
      replaySelection.forEachRecordIn(
          change.origins(),
          (at, changePart) ->
              out.accept(
                  at,
                  ReplayObservation.merged(change, changePart, at.equals(change.coordinates()))));
    }
  }

  static void ofWritten(
      ReplaySelection replaySelection,
      Completion completion,
      BiConsumer<Coordinates, ReplayObservation> out) {
    replaySelection.forEachRecordIn(
        completion.origins(),
        (at, changePart) ->
            out.accept(at, ReplayObservation.written(completion.guardResult(), changePart)));
  }

  static void ofIgnored(
      ReplaySelection replaySelection,
      Completion completion,
      BiConsumer<Coordinates, ReplayObservation> out) {
    replaySelection.forEachRecordIn(
        completion.origins(),
        (at, changePart) -> out.accept(at, ReplayObservation.ignored(changePart)));
  }

  static void ofDead(
      ReplaySelection replaySelection,
      DeadLetter letter,
      BiConsumer<Coordinates, ReplayObservation> out) {
    replaySelection.forEachRecordIn(
        letter.origins(),
        (at, changePart) -> out.accept(at, ReplayObservation.dead(letter, changePart)));
  }

  /** Nothing: only the grouping behind it is to wait for the elements. */
  static void none(
      ReplaySelection replaySelection,
      Completion completion,
      BiConsumer<Coordinates, ReplayObservation> out) {}
}
