package io.portage.replay;

import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.GuardResult;
import io.portage.replay.ReplayObservation.ObservationKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /** The best first: a record whose parts have different outcomes has the better one. */
  private static final List<ResolutionKind> PRECEDENCE =
      List.of(
          ResolutionKind.APPLIED,
          ResolutionKind.STALE,
          ResolutionKind.SUPERSEDED,
          ResolutionKind.DUPLICATE,
          ResolutionKind.IGNORED);

  private final String record;
  private final NavigableMap<Integer, List<ReplayObservation>> byRow = new TreeMap<>();
  private final List<ReplayObservation> ofLastRows = new ArrayList<>();
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
    this.differing = differing;
    for (ReplayObservation one : observations) {
      byRow.computeIfAbsent(one.part().row(), row -> new ArrayList<>()).add(one);
      if (one.part().isLast()) {
        ofLastRows.add(one);
      }
    }
  }

  /**
   * The outcome of a dead letter of this record; empty if it failed again under its own id.
   *
   * @throws IllegalStateException if there is no observation of its outcome, which is a bug in the
   *     replay
   */
  Optional<ReplayOutcome> of(DeadLetter deadLetter) {
    if (observationOf(
            ObservationKind.DEAD,
            deadLetter.part(),
            replayObservation -> replayObservation.id().equals(deadLetter.id()))
        .isPresent()) {
      return Optional.empty();
    }
    List<ReplayOutcome> outcomes = new ArrayList<>();
    for (ChangePart row : rowsOf(deadLetter.part())) {
      for (ChangePart half : List.of(row.delete(), row.upsert())) {
        if (half.intersects(deadLetter.part())) {
          outcomes.add(of(half));
        }
      }
    }
    // If one part became another dead letter, report that part.
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

  /**
   * Returns the rows of a dead letter's part: several if it is about a whole record that is divided
   * now.
   */
  private Set<ChangePart> rowsOf(ChangePart part) {
    Set<ChangePart> rows = new TreeSet<>();
    BigInteger covered = BigInteger.ZERO;
    for (ReplayObservation one : about(part)) {
      if (one.kind() != ObservationKind.LETTER) {
        rows.add(one.part().whole());
        covered = covered.or(one.part().mask());
      }
    }
    if (!rows.isEmpty() && part.mask().andNot(covered).signum() != 0) {
      throw new IllegalStateException(
          "no observation of the outcome of a part of " + record + part.suffix());
    }
    return rows.isEmpty() ? Set.of(part.whole()) : rows;
  }

  /** Returns the observations about a part. Few of a record are of the last row. */
  private List<ReplayObservation> about(ChangePart part) {
    Stream<ReplayObservation> fromRow =
        part.isLast()
            ? byRow.tailMap(part.row(), true).values().stream().flatMap(List::stream)
            : byRow.getOrDefault(part.row(), List.of()).stream();
    return Stream.concat(fromRow, ofLastRows.stream().filter(one -> one.part().row() < part.row()))
        .filter(one -> one.isAbout(part))
        .toList();
  }

  private ReplayOutcome of(ChangePart changePart) {
    List<String> ids =
        changePart.withSameRow().stream()
            .filter(part -> part.intersects(changePart))
            .map(part -> record + part.suffix())
            .toList();
    Predicate<ReplayObservation> own = replayObservation -> ids.contains(replayObservation.id());
    Optional<ReplayObservation> deadOwn = observationOf(ObservationKind.DEAD, changePart, own);
    if (deadOwn.isPresent()) {
      return deadAs(deadOwn.get());
    }
    Optional<ReplayObservation> merged = observationOf(ObservationKind.MERGED, changePart, own);
    if (merged.isPresent()) {
      return written(changePart, merged.get());
    }
    Optional<ReplayObservation> absorbed =
        observationOf(ObservationKind.MERGED, changePart, replayObservation -> true);
    if (absorbed.isPresent()) {
      String id = absorbed.get().id();
      return observationOf(
              ObservationKind.DEAD,
              changePart,
              replayObservation -> replayObservation.id().equals(id))
          .map(ReplayOutcomes::deadAs)
          .orElseGet(() -> ReplayOutcome.of(ResolutionKind.SUPERSEDED, "by " + id));
    }
    return observationOf(ObservationKind.DEAD, changePart, replayObservation -> true)
        .map(ReplayOutcomes::deadAs)
        .or(
            () ->
                observationOf(ObservationKind.IGNORED, changePart, replayObservation -> true)
                    .map(replayObservation -> ReplayOutcome.of(ResolutionKind.IGNORED, "")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no observation of the outcome of " + record + changePart.suffix()));
  }

  private ReplayOutcome written(ChangePart changePart, ReplayObservation merged) {
    GuardResult guardResult =
        observationOf(ObservationKind.WRITTEN, changePart, replayObservation -> true)
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
      ObservationKind kind, ChangePart changePart, Predicate<ReplayObservation> which) {
    return about(changePart).stream()
        .filter(
            replayObservation -> replayObservation.kind() == kind && which.test(replayObservation))
        .findFirst();
  }
}
