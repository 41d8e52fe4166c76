package io.portage.config;

import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of one source table or topic to one target table.
 *
 * @param route the source, the target and the columns that are added on the way
 * @param key the key's source columns and added columns; empty for the target's primary key
 * @param columns target columns in order, or null for every column of the row
 * @param metadata the metadata columns of the target
 * @param where a CEL condition over {@code row} that a row must satisfy, or null
 * @param versions the order of versions
 * @param events the handling of events
 */
public record TableConfig(
    RouteConfig route,
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
   * @param drift the handling of images whose columns are not those of the target
   */
  public record EventConfig(
      DeleteMode deletes,
      BeforeImage before,
      TruncatePolicy truncate,
      NulPolicy nul,
      ColumnDrift drift)
      implements Serializable {}

  /** Returns a copy without the condition. */
  public TableConfig withoutWhere() {
    return new TableConfig(route, key, columns, metadata, null, versions, events);
  }

  /** Returns a copy with another handling of unknown columns. */
  public TableConfig withUnknownColumns(UnknownColumns unknown) {
    ColumnDrift drift = new ColumnDrift(unknown, missingColumns());
    EventConfig other = new EventConfig(deletes(), before(), truncate(), nul(), drift);
    return new TableConfig(route, key, columns, metadata, where, versions, other);
  }

  /** Returns the table of one source that the route's pattern matches. */
  public TableConfig routed(String source, String target) {
    RouteConfig one = new RouteConfig(source, false, target, route.isShared(), route.added());
    return new TableConfig(one, key, columns, metadata, where, versions, events);
  }

  /**
   * Returns a copy whose key is the target's primary key, if the configuration names no key.
   *
   * @param primaryKey the target's columns
   */
  public TableConfig keyedBy(List<String> primaryKey) {
    return key.isEmpty()
        ? new TableConfig(
            route,
            primaryKey.stream().map(this::sourceOf).toList(),
            columns,
            metadata,
            where,
            versions,
            events)
        : this;
  }

  /** Returns the source column that is copied to the target column, else its own name. */
  private String sourceOf(String target) {
    return columns != null && columns.get(target) instanceof ColumnConfig.CopiedColumn copied
        ? copied.from()
        : target;
  }

  /** Returns true if rows of both tables may be written to one target by one plan. */
  public boolean hasSameTargetAs(TableConfig other) {
    return key.equals(other.key)
        && Objects.equals(columns, other.columns)
        && route.added().keySet().equals(other.route.added().keySet())
        && deletes() == other.deletes()
        && metadata.equals(other.metadata)
        && order() == other.order()
        && truncate() == other.truncate()
        && nul() == other.nul()
        && (where == null) == (other.where == null);
  }

  /** The topic, or for Debezium {@code schema.table}; or a pattern. */
  public String from() {
    return route.from();
  }

  /** The target table, {@code table} or {@code schema.table}; or the template of a pattern. */
  public String to() {
    return route.to();
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
   * Returns true if each record is a row of its own, because the record's offset is a part of the
   * key.
   */
  public boolean appends() {
    return key.stream()
        .map(route.added()::get)
        .anyMatch(column -> column instanceof PropertyColumn added && added.isOfOneRecord());
  }

  /** The handling of a truncate. */
  public TruncatePolicy truncate() {
    return events.truncate();
  }

  /** The handling of NUL characters in texts. */
  public NulPolicy nul() {
    return events.nul();
  }

  /** The handling of columns of an image that no column of the target takes. */
  public UnknownColumns unknownColumns() {
    return events.drift().unknown();
  }

  /** The handling of a whole image that lacks an expected column. */
  public MissingColumnPolicy missingColumns() {
    return events.drift().missing();
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
    KEY
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
