package io.portage.config;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One table: which changes go where, and how.
 *
 * @param from the topic, or for Debezium {@code schema.table}
 * @param to the target table, {@code table} or {@code schema.table}
 * @param key the key's source columns, at least one
 * @param deletes what a delete does
 * @param before what the source's {@code before} image holds
 * @param where CEL over {@code row} that a row must fulfil, or null
 * @param order the kind of version
 * @param epochs from which Kafka time on which epoch holds, ascending; before the first it is 0
 * @param truncate what a truncate does
 * @param columns target columns in order, or null for every column of the row
 * @param metadata target columns that hold what Portage knows
 * @param nul what becomes of NUL characters in texts
 * @param missing what becomes of a row whose image lacks a column that should be in it
 */
public record TableConfig(
    String from,
    String to,
    List<String> key,
    DeleteMode deletes,
    BeforeImage before,
    @Nullable String where,
    VersionOrder order,
    List<Epoch> epochs,
    TruncatePolicy truncate,
    @Nullable Map<String, ColumnConfig> columns,
    MetadataColumns metadata,
    NulPolicy nul,
    MissingColumnPolicy missing)
    implements Serializable {

  /** The same table, of which every row is to be written. */
  public TableConfig withoutWhere() {
    return new TableConfig(
        from, to, key, deletes, before, null, order, epochs, truncate, columns, metadata, nul,
        missing);
  }

  /** A table of images that may lack columns, and whose texts must not hold NUL characters. */
  public TableConfig(
      String from,
      String to,
      List<String> key,
      DeleteMode deletes,
      BeforeImage before,
      @Nullable String where,
      VersionOrder order,
      List<Epoch> epochs,
      TruncatePolicy truncate,
      @Nullable Map<String, ColumnConfig> columns,
      MetadataColumns metadata) {
    this(
        from,
        to,
        key,
        deletes,
        before,
        where,
        order,
        epochs,
        truncate,
        columns,
        metadata,
        NulPolicy.DEAD_LETTER);
  }

  /** A table of images that may lack columns. */
  public TableConfig(
      String from,
      String to,
      List<String> key,
      DeleteMode deletes,
      BeforeImage before,
      @Nullable String where,
      VersionOrder order,
      List<Epoch> epochs,
      TruncatePolicy truncate,
      @Nullable Map<String, ColumnConfig> columns,
      MetadataColumns metadata,
      NulPolicy nul) {
    this(
        from,
        to,
        key,
        deletes,
        before,
        where,
        order,
        epochs,
        truncate,
        columns,
        metadata,
        nul,
        MissingColumnPolicy.KEEP);
  }

  /** What a delete does. */
  public enum DeleteMode {
    /** The row stays and is marked. */
    SOFT,
    /** The row goes; its version stays in the tombstone table. */
    HARD
  }

  /** What a {@code before} image holds. */
  public enum BeforeImage {
    /** Every column. */
    WHOLE,
    /** The key; the rest is made up. */
    KEY
  }

  /** The kind of version. */
  public enum VersionOrder {
    /** The position in the source's log. */
    POSITION,
    /** The change's time. */
    TIME
  }

  /** What becomes of a NUL character where the target cannot hold it. */
  public enum NulPolicy {
    /** The change becomes a dead letter. */
    DEAD_LETTER,
    /** It is taken out, and counted; not out of keys. */
    STRIP
  }

  /** What becomes of a row whose image lacks a column that is copied or read. */
  public enum MissingColumnPolicy {
    /** It becomes a dead letter: images are whole, and what is not in them has gone. */
    DEAD_LETTER,
    /** The column is left as it is. */
    KEEP
  }

  /** What a truncate does. */
  public enum TruncatePolicy {
    /** It becomes a dead letter. */
    DEAD_LETTER,
    /** It does to all older rows what a delete does to one. */
    APPLY
  }

  /**
   * An epoch's beginning.
   *
   * @param from Kafka timestamp from which it holds
   * @param epoch 0 to 255
   */
  public record Epoch(Instant from, int epoch) implements Serializable {}

  /**
   * Metadata columns of the target.
   *
   * @param version the guard's column, numeric; always there
   * @param deleted boolean mark, required by soft deletes, otherwise may be null
   * @param sourceTime the change's time, or null
   * @param appliedTime when the row was written, or null
   * @param sourcePosition {@code topic-partition-offset}, or null
   */
  public record MetadataColumns(
      String version,
      @Nullable String deleted,
      @Nullable String sourceTime,
      @Nullable String appliedTime,
      @Nullable String sourcePosition)
      implements Serializable {}
}
