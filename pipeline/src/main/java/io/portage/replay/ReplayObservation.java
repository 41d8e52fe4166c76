package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.GuardResult;
import org.jspecify.annotations.Nullable;

/**
 * Something that is known about one record of a replayed letter.
 *
 * @param kind what
 * @param part of which part of the record it is true
 * @param id of a merged change or a letter; empty for what has none
 * @param guardResult of what was written, or null
 * @param letter the replayed letter, or the one that came of it; else null
 * @param change the merged change, where it goes by this record's id; else null
 */
record ReplayObservation(
    ObservationKind kind,
    ChangePart part,
    String id,
    @Nullable GuardResult guardResult,
    @Nullable DeadLetter letter,
    @Nullable Change change) {
  /** What is known. The names stand in encoded facts. */
  enum ObservationKind {
    /** It is to be replayed, because of this letter. */
    LETTER,
    /** It went into this change, which is then written or dead. */
    MERGED,
    /** The target has it, or something not older. */
    WRITTEN,
    /** It needs no write. */
    IGNORED,
    /** It went into this dead letter, which is durable. */
    DEAD
  }

  static ReplayObservation letter(DeadLetter letter) {
    return new ReplayObservation(
        ObservationKind.LETTER, letter.part(), letter.id(), null, letter, null);
  }

  static ReplayObservation merged(Change change, ChangePart changePart, boolean own) {
    return new ReplayObservation(
        ObservationKind.MERGED, changePart, change.id(), null, null, own ? change : null);
  }

  static ReplayObservation written(@Nullable GuardResult guardResult, ChangePart changePart) {
    return new ReplayObservation(ObservationKind.WRITTEN, changePart, "", guardResult, null, null);
  }

  static ReplayObservation ignored(ChangePart changePart) {
    return new ReplayObservation(ObservationKind.IGNORED, changePart, "", null, null, null);
  }

  static ReplayObservation dead(DeadLetter letter, ChangePart changePart) {
    return new ReplayObservation(ObservationKind.DEAD, changePart, letter.id(), null, null, null);
  }

  /** Whether it is about any part of {@code other}. */
  boolean isAbout(ChangePart other) {
    return (part.mask() & other.mask()) != 0;
  }
}
