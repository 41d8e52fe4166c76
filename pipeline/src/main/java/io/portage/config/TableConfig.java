package io.portage.config;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of one source table or topic to one target table.
 *
 * @param from the topic, or for Debezium {@code schema.table}
 * @param to the target table, {@code table} or {@code schema.table}
 * @param key the key's source columns, at least one; the column of the record's coordinates if the
 *     table {@link #appends}
 * @param columns target columns in order, or null for every column of the row
 * @param metadata the metadata columns of the target
 * @param where a CEL condition over {@code row} that a row must satisfy, or null
 * @param versions the order of versions
 * @param events the handling of events
 */
public record TableConfig(
    String from,
    String to,
    List<String> key,
    @Nullable Map<String, ColumnConfig> columns,
    MetadataColumns metadata,
    @Nullable String where,
    VersionConfig versions,
    EventConfig events)
    implements Serializable {

  /**
   * The order of versions.
   *
   * @param order the kind of version
   * @param epochs the epochs by Kafka timestamp, ascending; before the first the epoch is 0
   * @param backfill the place of the rows of snapshots in the order
   */
  public record VersionConfig(VersionOrder order, List<Epoch> epochs, BackfillPolicy backfill)
      implements Serializable {}

  /**
   * The handling of a table's events.
   *
   * @param deletes the effect of a delete
   * @param before the content of the {@code before} image
   * @param truncate the handling of a truncate
   * @param nul the handling of NUL characters in texts
   * @param missing the handling of a row whose image lacks an expected column
   */
  public record EventConfig(
      DeleteMode deletes,
      BeforeImage before,
      TruncatePolicy truncate,
      NulPolicy nul,
      MissingColumnPolicy missing)
      implements Serializable {}

  /** Returns a copy without the condition. */
  public TableConfig withoutWhere() {
    return new TableConfig(from, to, key, columns, metadata, null, versions, events);
  }

  /** The kind of version. */
  public VersionOrder order() {
    return versions.order();
  }

  /** The epochs by Kafka timestamp, ascending. */
  public List<Epoch> epochs() {
    return versions.epochs();
  }

  /** The place of the rows of snapshots in the order. */
  public BackfillPolicy backfill() {
    return versions.backfill();
  }

  /** The effect of a delete. */
  public DeleteMode deletes() {
    return events.deletes();
  }

  /** The content of the {@code before} image. */
  public BeforeImage before() {
    return events.before();
  }

  /**
   * Returns true if each record is a row of its own, whose only key column holds the record's
   * coordinates.
   */
  public boolean appends() {
    return events.before() == BeforeImage.NONE;
  }

  /** The handling of a truncate. */
  public TruncatePolicy truncate() {
    return events.truncate();
  }

  /** The handling of NUL characters in texts. */
  public NulPolicy nul() {
    return events.nul();
  }

  /** The handling of a row whose image lacks an expected column. */
  public MissingColumnPolicy missing() {
    return events.missing();
  }

  /** The effect of a delete. */
  public enum DeleteMode {
    /** The row is kept and marked as deleted. */
    SOFT,
    /** The row is removed; its version is kept in the tombstone table. */
    HARD
  }

  /** The content of a {@code before} image. */
  public enum BeforeImage {
    /** Every column. */
    WHOLE,
    /** The key; the values of other columns are not valid. */
    KEY,
    /** Nothing that identifies a row: the key is the record's coordinates. */
    NONE
  }

  /** The kind of version. */
  public enum VersionOrder {
    /** The position in the source's log. */
    POSITION,
    /** The change time. */
    TIME,
    /** The record's offset: right if all records of a key are in one partition. */
    OFFSET
  }

  /** The place of the rows of snapshots in the order of versions. */
  public enum BackfillPolicy {
    /** Below every change that may have been committed after the snapshot. */
    BELOW,
    /** At the position at which the snapshot was taken, so that it wins over what is older. */
    HEAL
  }

  /** The handling of a NUL character that the target cannot store. */
  public enum NulPolicy {
    /** The change becomes a dead letter. */
    DEAD_LETTER,
    /** NUL characters are removed, except from keys, and the values are counted. */
    STRIP
  }

  /** The handling of a row whose image lacks a column that is copied or read. */
  public enum MissingColumnPolicy {
    /** The change becomes a dead letter: images are full, so the column was dropped. */
    DEAD_LETTER,
    /** The target column keeps its value. */
    KEEP
  }

  /** The handling of a truncate. */
  public enum TruncatePolicy {
    /** It becomes a dead letter. */
    DEAD_LETTER,
    /** Every older row is deleted as by a delete. */
    APPLY
  }

  /**
   * The beginning of an epoch.
   *
   * @param from the Kafka timestamp from which the epoch applies
   * @param epoch 0 to 255
   */
  public record Epoch(Instant from, int epoch) implements Serializable {}

  /**
   * Metadata columns of the target.
   *
   * @param version the guard's column, numeric; required
   * @param deleted the boolean mark of deleted rows, required by soft deletes; otherwise may be
   *     null
   * @param sourceTime the column of the change time, or null
   * @param appliedTime the column of the time of the write, or null
   * @param sourcePosition the column of {@code topic-partition-offset}, or null
   */
  public record MetadataColumns(
      String version,
      @Nullable String deleted,
      @Nullable String sourceTime,
      @Nullable String appliedTime,
      @Nullable String sourcePosition)
      implements Serializable {}
}
