package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.GuardResult;
import org.jspecify.annotations.Nullable;

/**
 * An observation about one record of a replayed dead letter.
 *
 * @param kind the kind of observation
 * @param part the part of the record that it concerns
 * @param id the id of the merged change or dead letter; empty for other kinds
 * @param guardResult the guard's result of a written change, or null
 * @param deadLetter the replayed dead letter; null for other kinds
 * @param change the merged change, if it has this record's id; otherwise null
 */
record ReplayObservation(
    ObservationKind kind,
    ChangePart part,
    String id,
    @Nullable GuardResult guardResult,
    @Nullable DeadLetter deadLetter,
    @Nullable Change change) {
  /** The kinds of observation. Encoded observations contain the names. */
  enum ObservationKind {
    /** The record is replayed because of this dead letter. */
    LETTER,
    /** The record was merged into this change, which is then written or dead. */
    MERGED,
    /** The record's change passed the guard with a durable result. */
    WRITTEN,
    /** The record needs no write. */
    IGNORED,
    /** The record is part of this dead letter, which is durable. */
    DEAD
  }

  static ReplayObservation deadLetter(DeadLetter deadLetter) {
    return new ReplayObservation(
        ObservationKind.LETTER, deadLetter.part(), deadLetter.id(), null, deadLetter, null);
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

  static ReplayObservation dead(DeadLetter deadLetter, ChangePart changePart) {
    return new ReplayObservation(
        ObservationKind.DEAD, changePart, deadLetter.id(), null, null, null);
  }

  /** Returns true if it concerns any part of {@code other}. */
  boolean isAbout(ChangePart other) {
    return part.intersects(other);
  }
}
