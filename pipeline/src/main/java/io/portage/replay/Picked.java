package io.portage.replay;

import io.portage.deadletter.LetterHead;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The letters that a replay takes. Immutable. */
public final class Picked implements Serializable {
  private static final long serialVersionUID = 1;

  /** How far a letter is. */
  private record Tried(int attempts, long failedAt) implements Serializable {
    Tried plus(Tried other) {
      return new Tried(Math.max(attempts, other.attempts()), Math.max(failedAt, other.failedAt()));
    }
  }

  private final TreeMap<String, Tried> byId = new TreeMap<>();
  private final HashMap<String, TreeMap<Integer, TreeSet<Long>>> places = new HashMap<>();

  private Picked() {}

  /** The letters with these heads. */
  public static Picked of(Collection<LetterHead> heads) {
    Picked picked = new Picked();
    for (LetterHead head : heads) {
      Coordinates at = head.at();
      picked.byId.put(head.id(), new Tried(head.attempts(), head.failedAt()));
      picked
          .places
          .computeIfAbsent(at.topic(), topic -> new TreeMap<>())
          .computeIfAbsent(at.partition(), partition -> new TreeSet<>())
          .add(at.offset());
    }
    return picked;
  }

  /** Their ids. */
  Set<String> ids() {
    return byId.keySet();
  }

  /** Calls {@code seen} for each record of a letter that lies in {@code origins}. */
  void within(Origins origins, BiConsumer<Coordinates, Half> seen) {
    for (Interval interval : origins.intervals()) {
      Map<Integer, TreeSet<Long>> partitions = places.get(interval.topic());
      TreeSet<Long> offsets = partitions == null ? null : partitions.get(interval.partition());
      if (offsets != null) {
        for (long offset : offsets.subSet(interval.from(), interval.to())) {
          seen.accept(
              new Coordinates(interval.topic(), interval.partition(), offset), interval.half());
        }
      }
    }
  }

  /**
   * The letter as it is written anew: an attempt more than what it comes of, and failed after it.
   */
  DeadLetter again(DeadLetter letter) {
    Tried before = before(letter);
    if (before == null) {
      return letter;
    }
    return new DeadLetter(
        letter.stage(),
        letter.cause(),
        before.attempts() + 1,
        Math.max(letter.failedAt(), before.failedAt() + 1),
        letter.raw(),
        letter.change(),
        letter.half());
  }

  private @Nullable Tried before(DeadLetter letter) {
    Tried same = byId.get(letter.id());
    if (same != null) {
      return same;
    }
    Tried[] most = {null};
    within(
        letter.origins(),
        (at, half) -> {
          for (Half part : Half.values()) {
            Tried tried = byId.get(at + part.suffix());
            if (tried != null && (part.mask() & half.mask()) != 0) {
              most[0] = most[0] == null ? tried : most[0].plus(tried);
            }
          }
        });
    return most[0];
  }
}
