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

/** Extracts the observations in an element about the records of replayed dead letters. */
final class ObserveFn<T> extends DoFn<T, KV<String, ReplayObservation>> {
  private static final long serialVersionUID = 1;

  /** Extracts observations from an element. */
  @FunctionalInterface
  interface ObservationExtractor<T> extends Serializable {
    /**
     * Passes {@code out} one observation for each record of a replayed dead letter in the element.
     */
    void of(
        ReplaySelection replaySelection, T element, BiConsumer<Coordinates, ReplayObservation> out);
  }

  private final ReplaySelection replaySelection;
  private final ObservationExtractor<T> extractor;

  ObserveFn(ReplaySelection replaySelection, ObservationExtractor<T> extractor) {
    this.replaySelection = replaySelection;
    this.extractor = extractor;
  }

  @ProcessElement
  public void observe(@Element T element, OutputReceiver<KV<String, ReplayObservation>> out) {
    extractor.of(
        replaySelection,
        element,
        (at, replayObservation) -> out.output(KV.of(at.toString(), replayObservation)));
  }

  static void ofLetter(
      ReplaySelection replaySelection,
      DeadLetter deadLetter,
      BiConsumer<Coordinates, ReplayObservation> out) {
    out.accept(deadLetter.coordinates(), ReplayObservation.deadLetter(deadLetter));
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
      DeadLetter deadLetter,
      BiConsumer<Coordinates, ReplayObservation> out) {
    replaySelection.forEachRecordIn(
        deadLetter.origins(),
        (at, changePart) -> out.accept(at, ReplayObservation.dead(deadLetter, changePart)));
  }

  /**
   * Extracts nothing: the elements are only inputs of the following grouping, so that it waits for
   * them.
   */
  static void none(
      ReplaySelection replaySelection,
      Completion completion,
      BiConsumer<Coordinates, ReplayObservation> out) {}
}
