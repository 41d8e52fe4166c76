package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The target database.
 *
 * @param jdbc the connection
 * @param batchRows most rows of one transaction, 5,000 by default
 * @param tombstones the table that keeps the versions of deleted rows, {@code portage_tombstones}
 *     by default; created when missing and needed
 * @param tombstoneExpiry how long such a version is kept, or null for ever, the default
 * @param onStale what becomes of a change that a newer row refuses, {@link StalePolicy#COUNT} by
 *     default
 * @param parking the bounds for rows that wait for other rows
 */
public record TargetConfig(
    JdbcConfig jdbc,
    int batchRows,
    String tombstones,
    @Nullable Duration tombstoneExpiry,
    StalePolicy onStale,
    ParkingConfig parking)
    implements Serializable {

  /** What becomes of a change that the target has a newer version of. */
  public enum StalePolicy {
    /** It is counted. */
    COUNT,
    /** It becomes a dead letter. */
    DEAD_LETTER
  }

  /**
   * How rows wait that the database refuses for the sake of other rows.
   *
   * @param atMost how long, until such a row becomes a dead letter; 1 min by default
   * @param rows most rows that wait at hand in the whole job, 100,000 by default; each shard has an
   *     equal part, and more are spilled
   * @param table the table of the target in which rows are shown that exchange unique values with
   *     rows of other shards, {@code portage_waiting} by default; created when first needed
   */
  public record ParkingConfig(Duration atMost, int rows, String table) implements Serializable {
    /** The defaults. */
    public static final ParkingConfig DEFAULTS =
        new ParkingConfig(Duration.ofMinutes(1), 100_000, "portage_waiting");

    /** The same with other bounds. */
    public ParkingConfig within(Duration longest, int most) {
      return new ParkingConfig(longest, most, table);
    }
  }

  /** A target with the defaults for all else. */
  public static TargetConfig of(JdbcConfig jdbc) {
    return new TargetConfig(
        jdbc, 5_000, "portage_tombstones", null, StalePolicy.COUNT, ParkingConfig.DEFAULTS);
  }

  /** The table of rows that move to other keys: it stands beside that of tombstones. */
  public String movedRows() {
    return tombstones + "_moved";
  }

  /** The same with other batches. */
  public TargetConfig withBatchRows(int rows) {
    return new TargetConfig(jdbc, rows, tombstones, tombstoneExpiry, onStale, parking);
  }

  /** The same with another table of tombstones. */
  public TargetConfig withTombstones(String table) {
    return new TargetConfig(jdbc, batchRows, table, tombstoneExpiry, onStale, parking);
  }

  /** The same with another use of refused changes. */
  public TargetConfig withOnStale(StalePolicy other) {
    return new TargetConfig(jdbc, batchRows, tombstones, tombstoneExpiry, other, parking);
  }

  /** The same with other bounds for waiting. */
  public TargetConfig withParking(ParkingConfig other) {
    return new TargetConfig(jdbc, batchRows, tombstones, tombstoneExpiry, onStale, other);
  }

  /** The same with versions of deleted rows that expire, or do not if null. */
  public TargetConfig withTombstoneExpiry(@Nullable Duration expiry) {
    return new TargetConfig(jdbc, batchRows, tombstones, expiry, onStale, parking);
  }
}
