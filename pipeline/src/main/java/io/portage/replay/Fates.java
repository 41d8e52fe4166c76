package io.portage.replay;

import io.portage.deadletter.Resolution.Kind;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Half;
import io.portage.model.Verdict;
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
final class Fates {
  /**
   * A fate.
   *
   * @param kind how the letter is resolved
   * @param message what to tell people
   * @param dead whether it goes on in another letter
   */
  record Fate(Kind kind, String message, boolean dead) {
    private static Fate of(Kind kind, String message) {
      return new Fate(kind, message, false);
    }
  }

  /** The best first: a record whose halves differ is what its better half is. */
  private static final List<Kind> PRECEDENCE =
      List.of(Kind.APPLIED, Kind.STALE, Kind.SUPERSEDED, Kind.DUPLICATE, Kind.IGNORED);

  private final String record;
  private final List<Fact> facts;
  private final Function<Change, List<String>> differing;

  /**
   * The fates for one record.
   *
   * @param record {@code topic-partition-offset}
   * @param facts all that is known about it
   * @param differing asks in which columns the target's row differs from a change
   */
  Fates(String record, List<Fact> facts, Function<Change, List<String>> differing) {
    this.record = record;
    this.facts = facts;
    this.differing = differing;
  }

  /**
   * The fate of a letter of this record; empty when it is dead again under its own id.
   *
   * @throws IllegalStateException when nothing has become of it, which is an error of the replay
   */
  Optional<Fate> of(DeadLetter letter) {
    if (find(Fact.Kind.DEAD, letter.half(), fact -> fact.id().equals(letter.id())).isPresent()) {
      return Optional.empty();
    }
    List<Fate> fates = new ArrayList<>();
    for (Half half : List.of(Half.DELETE, Half.UPSERT)) {
      if ((half.mask() & letter.half().mask()) != 0) {
        fates.add(of(half));
      }
    }
    // A part that goes on as a letter of its own is what people must hear of.
    return Optional.of(
        fates.stream()
            .filter(Fate::dead)
            .findFirst()
            .orElseGet(
                () ->
                    fates.stream()
                        .min(Comparator.comparingInt(fate -> PRECEDENCE.indexOf(fate.kind())))
                        .orElseThrow()));
  }

  private Fate of(Half half) {
    Predicate<Fact> own =
        fact -> fact.id().equals(record) || fact.id().equals(record + half.suffix());
    Optional<Fact> deadOwn = find(Fact.Kind.DEAD, half, own);
    if (deadOwn.isPresent()) {
      return deadAs(deadOwn.get());
    }
    Optional<Fact> merged = find(Fact.Kind.MERGED, half, own);
    if (merged.isPresent()) {
      return written(half, merged.get());
    }
    Optional<Fact> absorbed = find(Fact.Kind.MERGED, half, fact -> true);
    if (absorbed.isPresent()) {
      String id = absorbed.get().id();
      return find(Fact.Kind.DEAD, half, fact -> fact.id().equals(id))
          .map(Fates::deadAs)
          .orElseGet(() -> Fate.of(Kind.SUPERSEDED, "by " + id));
    }
    return find(Fact.Kind.DEAD, half, fact -> true)
        .map(Fates::deadAs)
        .or(
            () ->
                find(Fact.Kind.IGNORED, half, fact -> true).map(fact -> Fate.of(Kind.IGNORED, "")))
        .orElseThrow(
            () -> new IllegalStateException("nothing became of " + record + half.suffix()));
  }

  private Fate written(Half half, Fact merged) {
    Verdict verdict =
        find(Fact.Kind.WRITTEN, half, fact -> true)
            .map(Fact::verdict)
            .orElseThrow(
                () -> new IllegalStateException(merged.id() + " was neither written nor refused"));
    return switch (verdict) {
      case APPLIED -> Fate.of(Kind.APPLIED, "");
      case DUPLICATE -> Fate.of(Kind.DUPLICATE, "");
      case STALE -> Fate.of(Kind.STALE, stale(merged));
    };
  }

  private String stale(Fact merged) {
    List<String> names = merged.change() == null ? List.of() : differing.apply(merged.change());
    return names.isEmpty()
        ? "refused by a newer row"
        : "refused by a newer row; columns "
            + String.join(", ", names)
            + " differ: if the newer change lacked them, they still stand at an older value";
  }

  private static Fate deadAs(Fact dead) {
    return new Fate(Kind.SUPERSEDED, "by " + dead.id() + ", which is dead again", true);
  }

  private Optional<Fact> find(Fact.Kind kind, Half half, Predicate<Fact> which) {
    return facts.stream()
        .filter(fact -> fact.kind() == kind && fact.concerns(half) && which.test(fact))
        .findFirst();
  }
}
