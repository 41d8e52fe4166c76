package io.portage.verify.log;

import io.portage.model.Change;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.compare.TargetSide;
import io.portage.verify.report.DifferenceKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one key from the state that the log gives it and from the target's row. The
 * greatest version wins in the target, and a record below the group's committed offset has its
 * outcome: so the row's version can be below the log's newest only if that change was lost,
 * rejected or overwritten.
 */
final class LogDecision {
  private final RowComparison target;
  private final String versionColumn;

  /** Compares rows of one table. */
  interface RowComparison {
    /** Returns the columns in which a row differs from what the job would write. */
    List<String> differing(Row expected, TargetRow actual);

    /** Returns true if all these columns are looked up. */
    boolean areLookups(List<String> columns);

    /** Returns the compared columns that a row does not have. */
    List<String> unknownOf(Row expected);

    /** Returns the comparison of a target table. */
    static RowComparison of(TargetSide side) {
      return new RowComparison() {
        @Override
        public List<String> differing(Row expected, TargetRow actual) {
          return side.differing(expected, actual);
        }

        @Override
        public boolean areLookups(List<String> columns) {
          return side.areLookups(columns);
        }

        @Override
        public List<String> unknownOf(Row expected) {
          return side.unknownOf(expected);
        }
      };
    }
  }

  LogDecision(RowComparison target, String versionColumn) {
    this.target = target;
    this.versionColumn = versionColumn;
  }

  /**
   * The state of a key by the log.
   *
   * @param newest the merged changes; null if the log has none
   * @param row the target's columns that the job makes of them; null for a delete, or if the job
   *     would reject them
   * @param rejectedBy the reason why the job would reject them, or null
   * @param rejected the last record of the key that the job rejects, or null
   */
  record LogState(
      @Nullable Change newest,
      @Nullable Row row,
      @Nullable String rejectedBy,
      @Nullable RejectedRecord rejected) {}

  /**
   * The result.
   *
   * @param kind the kind; null if the row is what the log requires. {@code AHEAD} asks for another
   *     look
   * @param columns the columns that differ, or that the log does not know
   * @param detail the reason, or an empty text
   */
  record LogVerdict(@Nullable DifferenceKind kind, List<String> columns, String detail) {
    static final LogVerdict EQUAL = new LogVerdict(null, List.of(), "");

    static LogVerdict of(DifferenceKind kind, String detail) {
      return new LogVerdict(kind, List.of(), detail);
    }
  }

  /**
   * Returns the verdict.
   *
   * @param row the target's row or tombstone, or null
   * @param read the part of the log that the state was made from
   * @param outcomes the offsets that the group had committed before the row was read
   */
  LogVerdict of(LogState state, @Nullable TargetRow row, LogExtent read, LogExtent outcomes) {
    Change newest = state.newest();
    RejectedRecord rejected = state.rejected();
    if (rejected != null
        && (newest == null || !rejected.isBefore(newest.coordinates()))
        && !rejected.isReached(version(row))) {
      return rejected(rejected, row, outcomes);
    }
    if (newest == null) {
      return withoutChange(row, read);
    }
    Version version = version(row);
    int order = version == null ? -1 : version.compareTo(newest.version());
    if (order == 0) {
      return sameVersion(state, newest, row);
    }
    LogVerdict difference = difference(state, newest, row);
    if (order > 0) {
      return difference.kind() == null
          ? difference
          : LogVerdict.of(
              DifferenceKind.AHEAD,
              "no record of the log up to its end has the version of the target's row: it is newer,"
                  + " or a repair has written it");
    }
    boolean isAbsentRightly = difference.kind() == null && newest.op() != Change.Op.UPSERT;
    if (isAbsentRightly) {
      return difference;
    }
    if (!outcomes.hasOutcome(newest.coordinates())) {
      return LogVerdict.of(
          DifferenceKind.IN_FLIGHT,
          "the newest record of the row has no committed outcome: " + newest.coordinates());
    }
    return isPresent(row) && newest.op() == Change.Op.UPSERT
        ? olderVersion(difference)
        : difference;
  }

  private static LogVerdict rejected(
      RejectedRecord rejected, @Nullable TargetRow row, LogExtent outcomes) {
    return outcomes.hasOutcome(rejected.at())
        ? LogVerdict.of(
            isPresent(row) ? DifferenceKind.DIFFERS : DifferenceKind.MISSING,
            "the job rejects the row's record " + rejected.id() + ": " + rejected.reason())
        : LogVerdict.of(
            DifferenceKind.IN_FLIGHT, "the record has no committed outcome: " + rejected.id());
  }

  private static LogVerdict withoutChange(@Nullable TargetRow row, LogExtent read) {
    if (!isPresent(row)) {
      return LogVerdict.EQUAL;
    }
    Version version = version(row);
    return version == null || read.contains(version)
        ? LogVerdict.of(
            DifferenceKind.OLDER_THAN_LOG, "no record of the log has a change of the row")
        : LogVerdict.of(
            DifferenceKind.AHEAD, "no record of the log up to its end has a change of the row");
  }

  private LogVerdict sameVersion(LogState state, Change newest, @Nullable TargetRow row) {
    if (state.rejectedBy() != null) {
      return LogVerdict.of(
          DifferenceKind.UNDECIDED,
          "the row was written, and the job would now reject it: " + state.rejectedBy());
    }
    LogVerdict difference = difference(state, newest, row);
    if (difference.kind() != null
        || row == null
        || newest.op() != Change.Op.UPSERT
        || !newest.isPartial()
        || state.row() == null) {
      return difference;
    }
    List<String> unknown = target.unknownOf(state.row());
    return unknown.isEmpty()
        ? LogVerdict.EQUAL
        : new LogVerdict(
            DifferenceKind.OLDER_THAN_LOG,
            unknown,
            "the log has no value of these columns; the others are equal");
  }

  /** Returns how the row differs from the state, whatever the versions are. */
  private LogVerdict difference(LogState state, Change newest, @Nullable TargetRow row) {
    boolean present = isPresent(row);
    if (newest.op() != Change.Op.UPSERT) {
      return present
          ? LogVerdict.of(
              DifferenceKind.EXTRA,
              "the row's newest change in the log is a delete: " + newest.coordinates())
          : LogVerdict.EQUAL;
    }
    String rejected =
        state.rejectedBy() == null ? "" : "the job would reject the row: " + state.rejectedBy();
    if (!present || row == null) {
      String gone = row == null ? "" : "deleted in the target";
      return LogVerdict.of(DifferenceKind.MISSING, rejected.isEmpty() ? gone : rejected);
    }
    if (state.row() == null) {
      return LogVerdict.of(DifferenceKind.DIFFERS, rejected);
    }
    List<String> columns = target.differing(state.row(), row);
    if (columns.isEmpty()) {
      return LogVerdict.EQUAL;
    }
    return new LogVerdict(
        target.areLookups(columns) ? DifferenceKind.LOOKUP : DifferenceKind.DIFFERS, columns, "");
  }

  /** The difference of a row whose version is below the log's: the version differs, too. */
  private LogVerdict olderVersion(LogVerdict difference) {
    List<String> columns = new ArrayList<>();
    columns.add(versionColumn);
    columns.addAll(difference.columns());
    String older = "the row has an older version than the log";
    return new LogVerdict(
        DifferenceKind.DIFFERS,
        columns,
        difference.detail().isEmpty() ? older : older + "; " + difference.detail());
  }

  private static boolean isPresent(@Nullable TargetRow row) {
    return row != null && !row.deleted();
  }

  private static @Nullable Version version(@Nullable TargetRow row) {
    return row == null ? null : row.version();
  }
}
