package io.portage.model;

import io.portage.model.event.SourceRecord;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A normalized, versioned change of one row, possibly merged from several changes of the same key.
 *
 * <p>{@code row} holds source columns before Enrich and target columns after it. {@code key} holds
 * the key's source columns, fitted to the target, in the order of the configuration.
 *
 * @param table the target table, as the configuration names it
 * @param op the operation on the row
 * @param key the key's columns and values
 * @param row the known columns; of a delete: its before image, or empty if it has none
 * @param lineage the versions of the row's columns
 * @param provenance the records that the change was made from
 * @param movedTo of the delete of a key change: the row's new key, fitted like the key. The row is
 *     copied to that key before it is deleted, because the change of the new key may be partial.
 *     Null for all other changes
 */
public record Change(
    String table,
    Op op,
    Row key,
    Row row,
    RowLineage lineage,
    Provenance provenance,
    @Nullable Row movedTo) {

  /**
   * The records that a change was made from.
   *
   * @param coordinates the newest contributing record
   * @param part the part of that record, if it has several rows or a key change was split
   * @param changeTime the newest change's time at the source, milliseconds since 1970
   * @param kafkaTime the newest record's Kafka timestamp, milliseconds since 1970
   * @param lateness milliseconds by which the newest change was late, see {@link SourceRecord}
   * @param origins the offset ranges of all contributing records
   * @param recordCount the number of contributing records (or parts of records), at least 1
   */
  public record Provenance(
      Coordinates coordinates,
      ChangePart part,
      long changeTime,
      long kafkaTime,
      long lateness,
      OffsetRanges origins,
      int recordCount) {
    /** The provenance of a change of one record, or a part of it. */
    public static Provenance of(SourceRecord record, ChangePart part, long changeTime) {
      return new Provenance(
          record.coordinates(),
          part,
          changeTime,
          record.kafkaTime(),
          record.lateness(),
          OffsetRanges.of(record.range(part)),
          1);
    }
  }

  /** The operation on a row. */
  public enum Op {
    /** The row is inserted or updated with these columns. */
    UPSERT,
    /** The row is deleted, or marked as deleted. */
    DELETE,
    /** All older rows of the table are deleted, or marked as deleted; key and row are empty. */
    TRUNCATE
  }

  /**
   * The versions of a change and of its columns.
   *
   * @param version the version of the whole change; the guard compares it
   * @param fullRowVersion the version of the newest contributing change that carried every column,
   *     or null if none did
   * @param lastDelete the version of the newest delete merged into this change, or null. Nothing
   *     older is merged into anything newer
   * @param previousDelete the version of the delete before {@code lastDelete}, or null
   * @param columns the version of each of the row's columns, or null if all have {@code version}
   */
  public record RowLineage(
      Version version,
      @Nullable Version fullRowVersion,
      @Nullable Version lastDelete,
      @Nullable Version previousDelete,
      Version @Nullable [] columns) {
    /** The lineage of a full row. */
    public static RowLineage fullRow(Version version) {
      return new RowLineage(version, version, null, null, null);
    }

    /** The lineage of a partial row. */
    public static RowLineage partialRow(Version version) {
      return new RowLineage(version, null, null, null, null);
    }

    /**
     * The lineage of a partial row created by a key change. Missing columns may only be taken from
     * the row that the key change moved to this key, see {@link Version#versionAfterMove}.
     */
    public static RowLineage partialRowMovedHere(Version version) {
      return new RowLineage(version, null, version.versionAfterMove().predecessor(), null, null);
    }

    /**
     * The lineage of a full row created by a key change. It keeps nothing of an earlier lifetime of
     * this key, and nothing of a moved row.
     */
    public static RowLineage fullRowMovedHere(Version version) {
      return new RowLineage(version, version, version.versionAfterMove().predecessor(), null, null);
    }

    /**
     * The lineage of a delete.
     *
     * @param image true if the delete carries the full row
     */
    public static RowLineage delete(Version version, boolean image) {
      return new RowLineage(version, image ? version : null, version, null, null);
    }

    /** The version of the column at this index of the row. */
    public Version ofColumn(int index) {
      return columns == null ? version : columns[index];
    }

    @Override
    public boolean equals(@Nullable Object other) {
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
   * Returns true if the row moves to another key. Changes are never merged across a key move: older
   * changes move along with the row, newer changes belong to the old key.
   */
  public boolean isKeyMove() {
    return movedTo != null;
  }

  /**
   * Returns true if a key change created the row and that still matters for merging, see {@link
   * RowLineage#partialRowMovedHere}.
   */
  public boolean isMovedHere() {
    Version deleted = lineage.lastDelete();
    return op == Op.UPSERT && deleted != null && deleted.isBeforeMove();
  }

  /**
   * Returns true if {@code older}, an older change of the same key, must not be merged into this
   * change. That is so if one of the two moves the row; and if a key change created this row,
   * because a delete with a version between the two may still arrive and may move the older row to
   * another key.
   */
  public boolean isUnmergeable(Change older) {
    Version deleted = lineage.lastDelete();
    return isKeyMove()
        || older.isKeyMove()
        || (isMovedHere() && deleted != null && deleted.isAfter(older.version()));
  }

  /** This delete, with the new key of its row. */
  public Change withNewKey(Row newKey) {
    return new Change(table, op, key, row, lineage, provenance, newKey);
  }

  /** The newest contributing record. */
  public Coordinates coordinates() {
    return provenance.coordinates();
  }

  /** The part of the newest record, if it has several rows or a key change was split. */
  public ChangePart part() {
    return provenance.part();
  }

  /** The newest change's time at the source, milliseconds since 1970. */
  public long changeTime() {
    return provenance.changeTime();
  }

  /** The newest record's Kafka timestamp, milliseconds since 1970. */
  public long kafkaTime() {
    return provenance.kafkaTime();
  }

  /** Milliseconds by which the newest change was late, see {@link SourceRecord}. */
  public long lateness() {
    return provenance.lateness();
  }

  /** The offset ranges of all contributing records. */
  public OffsetRanges origins() {
    return provenance.origins();
  }

  /** The number of contributing records (or parts of records), at least 1. */
  public int recordCount() {
    return provenance.recordCount();
  }

  /** The version that the guard compares. */
  public Version version() {
    return lineage.version();
  }

  /**
   * Returns true if the row lacks columns that only the target's row can complete: an upsert
   * without a full row since the newest delete, or a delete without a full before image.
   */
  public boolean isPartial() {
    Version fullRow = lineage.fullRowVersion();
    if (fullRow == null) {
      return true;
    }
    Version deleted = lineage.lastDelete();
    return op == Op.DELETE
        ? !fullRow.equals(version())
        : deleted != null && deleted.isAfter(fullRow);
  }

  /** {@code topic-partition-offset} of the newest record, with the suffix of its part. */
  public String id() {
    return coordinates() + part().suffix();
  }

  /** This change with another row and its lineage. */
  public Change withRow(Row newRow, RowLineage newLineage) {
    return new Change(table, op, key, newRow, newLineage, provenance, movedTo);
  }

  /**
   * This change with other contributing records.
   *
   * @param newOrigins their offset ranges
   * @param newRecords their number
   */
  public Change withOrigins(OffsetRanges newOrigins, int newRecords) {
    Provenance merged =
        new Provenance(
            coordinates(), part(), changeTime(), kafkaTime(), lateness(), newOrigins, newRecords);
    return new Change(table, op, key, row, lineage, merged, movedTo);
  }

  /** Names and versions only: values never reach a log. */
  @Override
  public String toString() {
    return op + " " + table + " " + id();
  }
}
