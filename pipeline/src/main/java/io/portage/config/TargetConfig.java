package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The target: its sink, and the settings that apply to every sink or to the tables that Portage
 * keeps in a JDBC target.
 *
 * @param sink the settings of the sink
 * @param batchRows maximum number of rows in a transaction, 5,000 by default
 * @param tombstones JDBC only: the table of the versions of deleted rows, {@code
 *     portage_tombstones} by default; created if missing and needed
 * @param tombstoneExpiry JDBC only: how long such a version is kept; null, the default, for ever
 * @param onStale the handling of a stale change, {@link StalePolicy#COUNT} by default
 * @param parking the limits of parked rows
 * @param createTables JDBC only: true if the start of a run creates the missing tables; false by
 *     default
 */
public record TargetConfig(
    SinkConfig sink,
    int batchRows,
    String tombstones,
    @Nullable Duration tombstoneExpiry,
    StalePolicy onStale,
    ParkingConfig parking,
    boolean createTables)
    implements Serializable {

  /** The handling of a change for which the target has a greater version. */
  public enum StalePolicy {
    /** The change is counted. */
    COUNT,
    /** The change becomes a dead letter. */
    DEAD_LETTER
  }

  /**
   * The limits of parked rows.
   *
   * @param atMost the time after which a parked row becomes a dead letter, 1 min by default
   * @param rows maximum number of parked rows in memory in the whole job, 100,000 by default; each
   *     shard has an equal part, and further rows are spilled
   * @param table JDBC only: the table of the target that publishes rows which exchange unique
   *     values with rows of other shards, {@code portage_waiting} by default; created when first
   *     needed
   */
  public record ParkingConfig(Duration atMost, int rows, String table) implements Serializable {
    /** The defaults. */
    public static final ParkingConfig DEFAULTS =
        new ParkingConfig(Duration.ofMinutes(1), 100_000, "portage_waiting");

    /** Returns a copy with other limits. */
    public ParkingConfig within(Duration longest, int most) {
      return new ParkingConfig(longest, most, table);
    }

    /** Returns a copy with another table. */
    public ParkingConfig publishedIn(String other) {
      return new ParkingConfig(atMost, rows, other);
    }
  }

  /** Creates a target with the defaults. */
  public static TargetConfig of(SinkConfig sink) {
    return new TargetConfig(
        sink, 5_000, "portage_tombstones", null, StalePolicy.COUNT, ParkingConfig.DEFAULTS, false);
  }

  /**
   * Returns the connection of a JDBC target.
   *
   * @throws IllegalStateException if the target has another sink
   */
  public JdbcConfig jdbc() {
    if (sink instanceof JdbcConfig jdbc) {
      return jdbc;
    }
    throw new IllegalStateException("target." + sink.provider() + " is not a JDBC database");
  }

  /** The moved-rows table, in the same schema as the tombstone table. */
  public String movedRows() {
    return tombstones + "_moved";
  }

  /** Returns a copy with another batch size. */
  public TargetConfig withBatchRows(int rows) {
    return new TargetConfig(
        sink, rows, tombstones, tombstoneExpiry, onStale, parking, createTables);
  }

  /** Returns a copy with another tombstone table. */
  public TargetConfig withTombstones(String table) {
    return new TargetConfig(
        sink, batchRows, table, tombstoneExpiry, onStale, parking, createTables);
  }

  /** Returns a copy with another handling of stale changes. */
  public TargetConfig withOnStale(StalePolicy other) {
    return new TargetConfig(
        sink, batchRows, tombstones, tombstoneExpiry, other, parking, createTables);
  }

  /** Returns a copy with other limits of parked rows. */
  public TargetConfig withParking(ParkingConfig other) {
    return new TargetConfig(
        sink, batchRows, tombstones, tombstoneExpiry, onStale, other, createTables);
  }

  /** Returns a copy whose missing tables are, or are not, created. */
  public TargetConfig withCreateTables(boolean create) {
    return new TargetConfig(sink, batchRows, tombstones, tombstoneExpiry, onStale, parking, create);
  }

  /** Returns a copy with another tombstone expiry, or none if null. */
  public TargetConfig withTombstoneExpiry(@Nullable Duration expiry) {
    return new TargetConfig(sink, batchRows, tombstones, expiry, onStale, parking, createTables);
  }
}
