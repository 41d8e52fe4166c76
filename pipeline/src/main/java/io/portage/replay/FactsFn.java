package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Outcome;
import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Tells what an element says about the records of replayed letters. */
final class FactsFn<T> extends DoFn<T, KV<String, Fact>> {
  private static final long serialVersionUID = 1;

  /** What an element says. */
  @FunctionalInterface
  interface Facts<T> extends Serializable {
    /** Gives {@code out} one fact for each record of a letter that it concerns. */
    void of(Picked picked, T element, BiConsumer<Coordinates, Fact> out);
  }

  private final Picked picked;
  private final Facts<T> facts;

  FactsFn(Picked picked, Facts<T> facts) {
    this.picked = picked;
    this.facts = facts;
  }

  @ProcessElement
  public void tell(@Element T element, OutputReceiver<KV<String, Fact>> out) {
    facts.of(picked, element, (at, fact) -> out.output(KV.of(at.toString(), fact)));
  }

  static void ofLetter(Picked picked, DeadLetter letter, BiConsumer<Coordinates, Fact> out) {
    out.accept(letter.at(), Fact.letter(letter));
  }

  static void ofMerged(Picked picked, ChangeBatch batch, BiConsumer<Coordinates, Fact> out) {
    for (Change change : batch.changes()) {
      picked.within(
          change.origins(),
          (at, half) -> out.accept(at, Fact.merged(change, half, at.equals(change.at()))));
    }
  }

  static void ofWritten(Picked picked, Outcome outcome, BiConsumer<Coordinates, Fact> out) {
    picked.within(
        outcome.origins(), (at, half) -> out.accept(at, Fact.written(outcome.verdict(), half)));
  }

  static void ofIgnored(Picked picked, Outcome outcome, BiConsumer<Coordinates, Fact> out) {
    picked.within(outcome.origins(), (at, half) -> out.accept(at, Fact.ignored(half)));
  }

  static void ofDead(Picked picked, DeadLetter letter, BiConsumer<Coordinates, Fact> out) {
    picked.within(letter.origins(), (at, half) -> out.accept(at, Fact.dead(letter, half)));
  }

  /** Nothing: only the grouping behind it is to wait for the elements. */
  static void none(Picked picked, Outcome outcome, BiConsumer<Coordinates, Fact> out) {}
}
