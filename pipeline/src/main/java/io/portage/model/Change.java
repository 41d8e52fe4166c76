package io.portage.model;

import io.portage.model.event.SourceRecord;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of one row: normalized, versioned, and perhaps merged of several changes.
 *
 * <p>{@code row} holds source columns up to Enrich and target columns behind it; {@code key} holds
 * the key's source columns, fitted to the target, in the order of the configuration.
 *
 * @param table the target table, as the configuration names it
 * @param op whether the row is to be there
 * @param key the key's columns and values
 * @param row the known columns; of a delete: the image before it, or empty where there is none
 * @param lineage what the row's columns are worth: versions
 * @param coordinates the newest contributing record
 * @param part which half of that record, if a key change was split
 * @param changeTime the newest change's time at the source, milliseconds since 1970
 * @param kafkaTime the newest record's Kafka timestamp, milliseconds since 1970
 * @param lateness milliseconds by which the newest change was late, see {@link SourceRecord}
 * @param origins the stretches of all contributing records
 * @param recordCount how many records (or halves) contributed, at least 1
 * @param movedTo where the row went, fitted like the key: a delete with it lends its row to that
 *     key before it deletes, because what comes there may lack columns; null for all other changes
 */
public record Change(
    String table,
    Op op,
    Row key,
    Row row,
    RowLineage lineage,
    Coordinates coordinates,
    ChangePart part,
    long changeTime,
    long kafkaTime,
    long lateness,
    OffsetRanges origins,
    int recordCount,
    @Nullable Row movedTo) {
  /** A change that does not move its row. */
  public Change(
      String table,
      Op op,
      Row key,
      Row row,
      RowLineage lineage,
      Coordinates coordinates,
      ChangePart part,
      long changeTime,
      long kafkaTime,
      long lateness,
      OffsetRanges origins,
      int recordCount) {
    this(
        table,
        op,
        key,
        row,
        lineage,
        coordinates,
        part,
        changeTime,
        kafkaTime,
        lateness,
        origins,
        recordCount,
        null);
  }

  /** Whether the row is to be there. */
  public enum Op {
    /** The row is there with these columns. */
    UPSERT,
    /** The row is gone, or marked as deleted. */
    DELETE,
    /** All older rows of the table are gone, or marked; key and row are empty. */
    TRUNCATE
  }

  /**
   * The versions behind a change's columns.
   *
   * @param version of the change as a whole; the guard compares it
   * @param fullRowVersion the newest version at which the source told all columns, null where none
   *     was
   * @param lastDelete the newest delete, null where none took part: nothing older is merged into
   *     what is newer
   * @param previousDelete the newest delete but one, null where there is none
   * @param columns the version of each of the row's columns, or null when all are at {@code
   *     version}
   */
  public record RowLineage(
      Version version,
      @Nullable Version fullRowVersion,
      @Nullable Version lastDelete,
      @Nullable Version previousDelete,
      Version @Nullable [] columns) {
    /** A row that the source told whole. */
    public static RowLineage fullRow(Version version) {
      return new RowLineage(version, version, null, null, null);
    }

    /** A row that lacks columns. */
    public static RowLineage partialRow(Version version) {
      return new RowLineage(version, null, null, null, null);
    }

    /**
     * A row that lacks columns and that a key change brought: no row lends it anything but the one
     * that was moved here, see {@link Version#versionAfterMove}.
     */
    public static RowLineage partialRowMovedHere(Version version) {
      return new RowLineage(version, null, version.versionAfterMove().predecessor(), null, null);
    }

    /**
     * A whole row that a key change brought: nothing of an earlier life, and no moved row, is kept
     * for it any more.
     */
    public static RowLineage fullRowMovedHere(Version version) {
      return new RowLineage(version, version, version.versionAfterMove().predecessor(), null, null);
    }

    /** A delete; {@code image} tells whether it carries the whole row. */
    public static RowLineage delete(Version version, boolean image) {
      return new RowLineage(version, image ? version : null, version, null, null);
    }

    /** The version of the row's column at this place. */
    public Version ofColumn(int at) {
      return columns == null ? version : columns[at];
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RowLineage that
          && version.equals(that.version)
          && Objects.equals(fullRowVersion, that.fullRowVersion)
          && Objects.equals(lastDelete, that.lastDelete)
          && Objects.equals(previousDelete, that.previousDelete)
          && Arrays.equals(columns, that.columns);
    }

    @Override
    public int hashCode() {
      return version.hashCode();
    }
  }

  /**
   * Whether the row goes to another key. Nothing may be merged across such a change: what is older
   * goes along, what is newer stays.
   */
  public boolean isKeyMove() {
    return movedTo != null;
  }

  /**
   * Whether a key change brought the row, as far as that matters: see {@link
   * RowLineage#partialRowMovedHere}.
   */
  public boolean isMovedHere() {
    Version deleted = lineage.lastDelete();
    return op == Op.UPSERT && deleted != null && deleted.isBeforeMove();
  }

  /**
   * Whether {@code older}, which is older than this, must be written by itself: one of the two
   * moves the row, or a key change brought this one, so that a delete lies between that may be
   * still to come, and that may take the older row along to another key.
   */
  public boolean isUnmergeable(Change older) {
    Version deleted = lineage.lastDelete();
    return isKeyMove()
        || older.isKeyMove()
        || (isMovedHere() && deleted != null && deleted.isAfter(older.version()));
  }

  /** This delete, with the key that its row goes to. */
  public Change withNewKey(Row newKey) {
    return with(row, lineage, origins, recordCount, newKey);
  }

  /** The guard's version. */
  public Version version() {
    return lineage.version();
  }

  /**
   * Whether the row lacks columns that only the target's row could give: an upsert that was not
   * told whole since the newest delete, or a delete without the whole row before it.
   */
  public boolean isPartial() {
    Version whole = lineage.fullRowVersion();
    if (whole == null) {
      return true;
    }
    Version deleted = lineage.lastDelete();
    return op == Op.DELETE ? !whole.equals(version()) : deleted != null && deleted.isAfter(whole);
  }

  /** {@code topic-partition-offset} of the newest record, and its half. */
  public String id() {
    return coordinates + part.suffix();
  }

  /** This change with another row, whose columns are all at {@link #version}. */
  public Change withRow(Row newRow, RowLineage newLife) {
    return with(newRow, newLife, origins, recordCount, movedTo);
  }

  /** This change as one that {@code newRecords} records of {@code newOrigins} contributed to. */
  public Change withOrigins(OffsetRanges newOrigins, int newRecords) {
    return with(row, lineage, newOrigins, newRecords, movedTo);
  }

  private Change with(
      Row newRow,
      RowLineage newLife,
      OffsetRanges newOrigins,
      int newRecords,
      @Nullable Row newMovedTo) {
    return new Change(
        table,
        op,
        key,
        newRow,
        newLife,
        coordinates,
        part,
        changeTime,
        kafkaTime,
        lateness,
        newOrigins,
        newRecords,
        newMovedTo);
  }

  /** Names and versions only: values never reach a log. */
  @Override
  public String toString() {
    return op + " " + table + " " + id();
  }
}
