package io.portage.verify;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.compare.TargetSide;
import io.portage.verify.position.SnapshotBounds;
import io.portage.verify.position.SnapshotBounds.Relation;
import io.portage.verify.report.DifferenceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one key from a look at both sides. Before the target's row was read, the barrier of
 * the source's snapshot had been passed: every change that the snapshot contains has its outcome.
 *
 * <p>If versions are positions, one look is enough: a target row whose version belongs to a change
 * that the snapshot contains is the newest such change, and must be what the snapshot shows. If
 * they are not, two looks are needed that found both rows unchanged, of which the second snapshot
 * contains every change that could have reached the target before the first look.
 */
final class Decision {
  private final TargetSide target;
  private final TableConfig config;

  Decision(TargetSide target, TableConfig config) {
    this.target = target;
    this.config = config;
  }

  /**
   * The result.
   *
   * @param kind the kind; null if both sides are equal
   * @param columns the columns that differ
   * @param detail the reason, or an empty text
   */
  record Verdict(@Nullable DifferenceKind kind, List<String> columns, String detail) {
    private static final Verdict EQUAL = new Verdict(null, List.of(), "");

    boolean isEqual() {
      return kind == null;
    }
  }

  /** Returns the verdict for a look with the snapshot's place. */
  Verdict of(Suspect.Look look, Suspect.@Nullable Look before, SnapshotBounds bounds, Instant now) {
    if (look.severalSources()) {
      return undecided("several rows of the source have this key");
    }
    Verdict difference = difference(look);
    if (difference.isEqual()) {
      return difference;
    }
    return config.order() == VersionOrder.POSITION
        ? byVersion(look, difference, bounds, now)
        : byTwoLooks(look, before, difference, bounds);
  }

  private Verdict byVersion(
      Suspect.Look look, Verdict difference, SnapshotBounds bounds, Instant now) {
    TargetRow row = look.target();
    if (row == null || row.version() == null) {
      return difference; // no change has written it
    }
    Relation relation = bounds.relationOf(row.version(), epoch(config, now));
    return switch (relation) {
      case SEEN -> difference;
      case AHEAD -> new Verdict(DifferenceKind.AHEAD, difference.columns(), "");
      case UNDECIDED ->
          undecided(
              bounds.seen() == null
                  ? "the place of the source's snapshot in its log is not known"
                  : "the change may have been open when the source was read");
    };
  }

  private Verdict byTwoLooks(
      Suspect.Look look, Suspect.@Nullable Look before, Verdict difference, SnapshotBounds bounds) {
    if (before == null) {
      return new Verdict(DifferenceKind.IN_FLIGHT, difference.columns(), "seen once");
    }
    if (!look.sameRows(before)) {
      return new Verdict(DifferenceKind.AHEAD, difference.columns(), "a row has changed");
    }
    return bounds.seen() != null
            && before.after() != null
            && bounds.seen().hasReached(before.after())
        ? difference
        : undecided("a transaction at the source has been open since the row was read");
  }

  /** Returns the present epoch of a table. */
  static int epoch(TableConfig config, Instant now) {
    int epoch = 0;
    for (TableConfig.Epoch each : config.epochs()) {
      if (!each.from().isAfter(now)) {
        epoch = each.epoch();
      }
    }
    return epoch;
  }

  private static Verdict undecided(String why) {
    return new Verdict(DifferenceKind.UNDECIDED, List.of(), why);
  }

  /** Returns how the rows differ, whatever the reason. */
  Verdict difference(Suspect.Look look) {
    TargetRow row = look.target();
    boolean present = row != null && !row.deleted();
    String rejected =
        look.rejected() == null ? "" : "the job would reject the row: " + look.rejected();
    if (look.expected() == null && look.rejected() == null) {
      return present ? new Verdict(DifferenceKind.EXTRA, List.of(), "") : Verdict.EQUAL;
    }
    if (row == null || !present) {
      String gone = row == null ? "" : "deleted in the target";
      return new Verdict(DifferenceKind.MISSING, List.of(), rejected.isEmpty() ? gone : rejected);
    }
    if (look.expected() == null) {
      return new Verdict(DifferenceKind.DIFFERS, List.of(), rejected);
    }
    List<String> columns = target.differing(look.expected(), row);
    if (columns.isEmpty()) {
      return Verdict.EQUAL;
    }
    return new Verdict(
        target.areLookups(columns) ? DifferenceKind.LOOKUP : DifferenceKind.DIFFERS,
        new ArrayList<>(columns),
        "");
  }
}
