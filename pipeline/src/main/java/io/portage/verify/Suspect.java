package io.portage.verify;

import io.portage.model.Row;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.position.LogPosition;
import io.portage.verify.report.DifferenceKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key whose rows differed at the last look, and what is known about it. Not thread-safe. */
final class Suspect {
  final Row key;
  final Instant firstSeen;
  Instant lastSeen;
  DifferenceKind kind = DifferenceKind.IN_FLIGHT;
  String detail = "";
  @Nullable Look lastLook;

  /**
   * A look at both sides.
   *
   * @param expected what the source's snapshot requires, or null for no row
   * @param rejected the reason why the job would reject the source's row, or null
   * @param severalSources true if more than one source has the key
   * @param target the target's row or tombstone, or null
   * @param after a position of the source's log that was read after the target's row; null if it
   *     was not read
   */
  record Look(
      @Nullable Row expected,
      @Nullable String rejected,
      boolean severalSources,
      @Nullable TargetRow target,
      @Nullable LogPosition after) {
    boolean sameRows(Look other) {
      return java.util.Objects.equals(expected, other.expected)
          && java.util.Objects.equals(target, other.target);
    }
  }

  Suspect(Row key, Instant seen) {
    this.key = key;
    this.firstSeen = seen;
    this.lastSeen = seen;
  }

  void undecided(DifferenceKind because, String why, Instant seen) {
    kind = because;
    detail = why;
    lastSeen = seen;
  }
}
