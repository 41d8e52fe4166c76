package io.portage.replay;

import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.GuardResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What became of the letters of one record, told from all that is known about it.
 *
 * <p>A letter that is dead again under its own id has no fate here: the new letter stands for
 * itself.
 */
final class ReplayOutcomes {
  /**
   * A fate.
   *
   * @param kind how the letter is resolved
   * @param message what to tell people
   * @param dead whether it goes on in another letter
   */
  record ReplayOutcome(ResolutionKind kind, String message, boolean dead) {
    private static ReplayOutcome of(ResolutionKind kind, String message) {
      return new ReplayOutcome(kind, message, false);
    }
  }

  /** The best first: a record whose halves differ is what its better half is. */
  private static final List<ResolutionKind> PRECEDENCE =
      List.of(
          ResolutionKind.APPLIED,
          ResolutionKind.STALE,
          ResolutionKind.SUPERSEDED,
          ResolutionKind.DUPLICATE,
          ResolutionKind.IGNORED);

  private final String record;
  private final List<ReplayObservation> facts;
  private final Function<Change, List<String>> differing;

  /**
   * The fates for one record.
   *
   * @param record {@code topic-partition-offset}
   * @param facts all that is known about it
   * @param differing asks in which columns the target's row differs from a change
   */
  ReplayOutcomes(
      String record, List<ReplayObservation> facts, Function<Change, List<String>> differing) {
    this.record = record;
    this.facts = facts;
    this.differing = differing;
  }

  /**
   * The fate of a letter of this record; empty when it is dead again under its own id.
   *
   * @throws IllegalStateException when nothing has become of it, which is an error of the replay
   */
  Optional<ReplayOutcome> of(DeadLetter letter) {
    if (observationOf(
            ReplayObservation.ObservationKind.DEAD,
            letter.part(),
            replayObservation -> replayObservation.id().equals(letter.id()))
        .isPresent()) {
      return Optional.empty();
    }
    List<ReplayOutcome> fates = new ArrayList<>();
    for (ChangePart changePart : List.of(ChangePart.DELETE, ChangePart.UPSERT)) {
      if ((changePart.mask() & letter.part().mask()) != 0) {
        fates.add(of(changePart));
      }
    }
    // A part that goes on as a letter of its own is what people must hear of.
    return Optional.of(
        fates.stream()
            .filter(ReplayOutcome::dead)
            .findFirst()
            .orElseGet(
                () ->
                    fates.stream()
                        .min(
                            Comparator.comparingInt(
                                replayOutcome -> PRECEDENCE.indexOf(replayOutcome.kind())))
                        .orElseThrow()));
  }

  private ReplayOutcome of(ChangePart changePart) {
    Predicate<ReplayObservation> own =
        replayObservation ->
            replayObservation.id().equals(record)
                || replayObservation.id().equals(record + changePart.suffix());
    Optional<ReplayObservation> deadOwn =
        observationOf(ReplayObservation.ObservationKind.DEAD, changePart, own);
    if (deadOwn.isPresent()) {
      return deadAs(deadOwn.get());
    }
    Optional<ReplayObservation> merged =
        observationOf(ReplayObservation.ObservationKind.MERGED, changePart, own);
    if (merged.isPresent()) {
      return written(changePart, merged.get());
    }
    Optional<ReplayObservation> absorbed =
        observationOf(
            ReplayObservation.ObservationKind.MERGED, changePart, replayObservation -> true);
    if (absorbed.isPresent()) {
      String id = absorbed.get().id();
      return observationOf(
              ReplayObservation.ObservationKind.DEAD,
              changePart,
              replayObservation -> replayObservation.id().equals(id))
          .map(ReplayOutcomes::deadAs)
          .orElseGet(() -> ReplayOutcome.of(ResolutionKind.SUPERSEDED, "by " + id));
    }
    return observationOf(
            ReplayObservation.ObservationKind.DEAD, changePart, replayObservation -> true)
        .map(ReplayOutcomes::deadAs)
        .or(
            () ->
                observationOf(
                        ReplayObservation.ObservationKind.IGNORED,
                        changePart,
                        replayObservation -> true)
                    .map(replayObservation -> ReplayOutcome.of(ResolutionKind.IGNORED, "")))
        .orElseThrow(
            () -> new IllegalStateException("nothing became of " + record + changePart.suffix()));
  }

  private ReplayOutcome written(ChangePart changePart, ReplayObservation merged) {
    GuardResult guardResult =
        observationOf(
                ReplayObservation.ObservationKind.WRITTEN, changePart, replayObservation -> true)
            .map(ReplayObservation::guardResult)
            .orElseThrow(
                () -> new IllegalStateException(merged.id() + " was neither written nor refused"));
    return switch (guardResult) {
      case APPLIED -> ReplayOutcome.of(ResolutionKind.APPLIED, "");
      case DUPLICATE -> ReplayOutcome.of(ResolutionKind.DUPLICATE, "");
      case STALE -> ReplayOutcome.of(ResolutionKind.STALE, stale(merged));
    };
  }

  private String stale(ReplayObservation merged) {
    List<String> names = merged.change() == null ? List.of() : differing.apply(merged.change());
    return names.isEmpty()
        ? "refused by a newer row"
        : "refused by a newer row; columns "
            + String.join(", ", names)
            + " differ: if the newer change lacked them, they still stand at an older value";
  }

  private static ReplayOutcome deadAs(ReplayObservation dead) {
    return new ReplayOutcome(
        ResolutionKind.SUPERSEDED, "by " + dead.id() + ", which is dead again", true);
  }

  private Optional<ReplayObservation> observationOf(
      ReplayObservation.ObservationKind kind,
      ChangePart changePart,
      Predicate<ReplayObservation> which) {
    return facts.stream()
        .filter(
            replayObservation ->
                replayObservation.kind() == kind
                    && replayObservation.isAbout(changePart)
                    && which.test(replayObservation))
        .findFirst();
  }
}
