package io.portage.verify.position;

import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.verify.position.LogPosition.LogKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of the place of a snapshot in the log.
 *
 * <p>A snapshot of PostgreSQL has no exact place: a transaction that wrote below the present
 * position may commit after the snapshot. So there are two positions, and what lies between them
 * cannot be decided from the log alone; a later snapshot decides it. MariaDB's snapshots have an
 * exact place, and the positions are equal.
 *
 * @param seen every transaction that has written a record below this position had ended before the
 *     snapshot: the snapshot contains it, or it was rolled back; null if no such position is known
 * @param end the snapshot contains no record at or above this position
 */
public record SnapshotBounds(@Nullable LogPosition seen, LogPosition end) {
  /** A partition that no topic has; it breaks ties above every record. */
  private static final int LAST_PARTITION = 0xFFFF;

  /** The place of a change in relation to the snapshot. */
  public enum Relation {
    /** The snapshot contains the change. */
    SEEN,
    /** Not known. A later snapshot contains the change. */
    UNDECIDED,
    /** The snapshot does not contain the change, which is newer. */
    AHEAD
  }

  /**
   * Returns the relation of a change that is in the target.
   *
   * <p>A row of a connector's first snapshot has no position and is SEEN: the connector must have
   * taken that snapshot before this one. Versions must be log positions ({@code order: position}).
   *
   * @param version the version of the change
   * @param epoch the present epoch of the table: positions of earlier epochs belong to an earlier
   *     log, and are SEEN; those of later ones are UNDECIDED
   */
  public Relation relationOf(Version version, int epoch) {
    if (version.epoch() != epoch) {
      return version.epoch() < epoch ? Relation.SEEN : Relation.UNDECIDED;
    }
    if (version.isOfSnapshot() || isLowest(version)) {
      return Relation.SEEN;
    }
    return end.kind() == LogKind.WAL ? inWal(version) : inBinlog(version);
  }

  /**
   * Returns the lowest version of an epoch whose change the snapshot may not contain; empty if no
   * position is known to be contained.
   */
  public Optional<Version> firstNotSeen(int epoch) {
    if (seen == null) {
      return Optional.empty();
    }
    return Optional.of(
        end.kind() == LogKind.WAL
            ? new Version(epoch, seen.number(), 0, 0, 0)
            : Version.of(
                epoch, SourcePosition.ofBinlog(seen.fileNumber(), seen.number(), 0), 0, 0));
  }

  /** A version's halves are a commit before (or of) the change, and the change's own position. */
  private Relation inWal(Version version) {
    if (Long.compareUnsigned(version.low(), end.number()) >= 0
        || Long.compareUnsigned(version.high(), end.number()) > 0) {
      return Relation.AHEAD;
    }
    return seen != null
            && Long.compareUnsigned(version.low(), seen.number()) < 0
            && Long.compareUnsigned(version.high(), seen.number()) < 0
        ? Relation.SEEN
        : Relation.UNDECIDED;
  }

  private Relation inBinlog(Version version) {
    if (!isBelow(version, end)) {
      return Relation.AHEAD;
    }
    return seen != null && isBelow(version, seen) ? Relation.SEEN : Relation.UNDECIDED;
  }

  private static boolean isBelow(Version version, LogPosition position) {
    SourcePosition at = SourcePosition.ofBinlog(position.fileNumber(), position.number(), 0);
    int files = Long.compareUnsigned(version.high(), at.high());
    return files < 0 || (files == 0 && Long.compareUnsigned(version.low(), at.low()) < 0);
  }

  private static boolean isLowest(Version version) {
    return version.high() == SourcePosition.LOWEST.high()
        && version.low() == SourcePosition.LOWEST.low();
  }

  /**
   * Returns a version for a row of this snapshot, to be written where the target has {@code
   * present}: above that version, and below every change of the row that the snapshot does not
   * contain.
   *
   * <p>For PostgreSQL the upper half is the one of {@code present}: a commit that the connector has
   * reported. A position of the server would be wrong there, because a connector reports the last
   * commit that it has received, which may be far below the server's present position; a newer
   * change would then be below the row. The lower half is below every record of a transaction that
   * the snapshot does not contain.
   *
   * <p>A row of a connector's first snapshot, in a table of which no change is known, gets a
   * version in the position of that snapshot, above its records.
   *
   * @param present the version in the target, or the version of the tombstone; null if there is
   *     neither
   * @param reported the greatest version of the table that is known to be SEEN, from any row; null
   *     if none is known. It matters only if {@code present} is null or of a snapshot
   * @param epoch the present epoch of the table
   * @return empty if {@code present} is not SEEN, or if no position is known to be contained
   */
  public Optional<Version> healVersion(
      @Nullable Version present, @Nullable Version reported, int epoch) {
    if (seen == null
        || (present != null && relationOf(present, epoch) != Relation.SEEN)
        || (end.kind() == LogKind.BINLOG && seen.number() == 0)) {
      return Optional.empty();
    }
    SourcePosition position;
    if (end.kind() == LogKind.WAL) {
      if (present != null && present.isOfSnapshot() && commitOf(reported, epoch) == 0) {
        return Optional.of(aboveSnapshotRow(present));
      }
      long ofRow = commitOf(present, epoch);
      long ofTable = commitOf(reported, epoch);
      long commit = Long.compareUnsigned(ofRow, ofTable) < 0 ? ofTable : ofRow;
      position = SourcePosition.ofPostgres(commit, seen.number() - 1);
    } else {
      position = SourcePosition.ofBinlog(seen.fileNumber(), seen.number() - 1, (1L << 24) - 1);
    }
    Version version =
        new Version(epoch, position.high(), position.low(), LAST_PARTITION, (1L << 48) - 1);
    return present == null || version.isAfter(present) ? Optional.of(version) : Optional.empty();
  }

  /**
   * Returns a version directly above a row of the connector's first snapshot: in that snapshot's
   * position, which is below every change, and above all of its records.
   */
  private static Version aboveSnapshotRow(Version row) {
    boolean again = row.partition() == LAST_PARTITION;
    return new Version(
        row.epoch(), row.high(), row.low(), LAST_PARTITION, again ? row.offset() + 1 : 0);
  }

  /** Returns the commit that a version names; 0 if it names none that the snapshot contains. */
  private long commitOf(@Nullable Version version, int epoch) {
    return version == null
            || version.epoch() != epoch
            || version.isOfSnapshot()
            || relationOf(version, epoch) != Relation.SEEN
        ? 0
        : version.high();
  }
}
