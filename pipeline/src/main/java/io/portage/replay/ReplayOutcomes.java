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
 * The replay outcomes of the dead letters of one record, derived from all observations about it.
 *
 * <p>A dead letter that failed again under its own id has no outcome here; the new dead letter
 * replaces it.
 */
final class ReplayOutcomes {
  /**
   * The outcome of a replay.
   *
   * @param kind the kind of resolution
   * @param message the text for operators
   * @param dead true if another dead letter replaces this one
   */
  record ReplayOutcome(ResolutionKind kind, String message, boolean dead) {
    private static ReplayOutcome of(ResolutionKind kind, String message) {
      return new ReplayOutcome(kind, message, false);
    }
  }

  /** The best first: a record whose halves have different outcomes has the better one. */
  private static final List<ResolutionKind> PRECEDENCE =
      List.of(
          ResolutionKind.APPLIED,
          ResolutionKind.STALE,
          ResolutionKind.SUPERSEDED,
          ResolutionKind.DUPLICATE,
          ResolutionKind.IGNORED);

  private final String record;
  private final List<ReplayObservation> observations;
  private final Function<Change, List<String>> differing;

  /**
   * The outcomes of one record.
   *
   * @param record {@code topic-partition-offset}
   * @param observations all observations about it
   * @param differing returns the columns in which the target's row differs from a change
   */
  ReplayOutcomes(
      String record,
      List<ReplayObservation> observations,
      Function<Change, List<String>> differing) {
    this.record = record;
    this.observations = observations;
    this.differing = differing;
  }

  /**
   * The outcome of a dead letter of this record; empty if it failed again under its own id.
   *
   * @throws IllegalStateException if there is no observation of its outcome, which is a bug in the
   *     replay
   */
  Optional<ReplayOutcome> of(DeadLetter deadLetter) {
    if (observationOf(
            ReplayObservation.ObservationKind.DEAD,
            deadLetter.part(),
            replayObservation -> replayObservation.id().equals(deadLetter.id()))
        .isPresent()) {
      return Optional.empty();
    }
    List<ReplayOutcome> outcomes = new ArrayList<>();
    for (ChangePart changePart : List.of(ChangePart.DELETE, ChangePart.UPSERT)) {
      if ((changePart.mask() & deadLetter.part().mask()) != 0) {
        outcomes.add(of(changePart));
      }
    }
    // If one half became another dead letter, report that half.
    return Optional.of(
        outcomes.stream()
            .filter(ReplayOutcome::dead)
            .findFirst()
            .orElseGet(
                () ->
                    outcomes.stream()
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
            () ->
                new IllegalStateException(
                    "no observation of the outcome of " + record + changePart.suffix()));
  }

  private ReplayOutcome written(ChangePart changePart, ReplayObservation merged) {
    GuardResult guardResult =
        observationOf(
                ReplayObservation.ObservationKind.WRITTEN, changePart, replayObservation -> true)
            .map(ReplayObservation::guardResult)
            .orElseThrow(() -> new IllegalStateException("no guard result of " + merged.id()));
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
            + " differ: if the newer change lacked them, they still have an older value";
  }

  private static ReplayOutcome deadAs(ReplayObservation dead) {
    return new ReplayOutcome(
        ResolutionKind.SUPERSEDED, "by " + dead.id() + ", which is dead again", true);
  }

  private Optional<ReplayObservation> observationOf(
      ReplayObservation.ObservationKind kind,
      ChangePart changePart,
      Predicate<ReplayObservation> which) {
    return observations.stream()
        .filter(
            replayObservation ->
                replayObservation.kind() == kind
                    && replayObservation.isAbout(changePart)
                    && which.test(replayObservation))
        .findFirst();
  }
}
