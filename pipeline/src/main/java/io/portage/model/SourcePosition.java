package io.portage.model;

import java.io.Serializable;

/**
 * The position of a change in the source's log, or its time if the source has no log: 128 bits,
 * unsigned.
 *
 * <p>{@link #LOWEST} is the position of snapshot records that carry none.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record SourcePosition(long high, long low) implements Serializable {
  /** The position below all others. */
  public static final SourcePosition LOWEST = new SourcePosition(0, 0);

  /**
   * The position of snapshot rows that a connector read before its first commit: below every
   * change. It does not order these rows against the changes that an earlier connector sent,
   * although the rows are newer.
   */
  public static final SourcePosition SNAPSHOT = new SourcePosition(0, -1);

  /**
   * A position in PostgreSQL's log; both numbers are unsigned.
   *
   * @param bound the LSN of the transaction's own commit or of the last commit before it; the
   *     record's own LSN if neither is known
   * @param lsn the record's own LSN, 0 for a row of a snapshot
   */
  public static SourcePosition ofPostgres(long bound, long lsn) {
    return new SourcePosition(bound, lsn);
  }

  /**
   * A position in the binlog of MySQL or MariaDB.
   *
   * @param file the number after the last dot of the file's name
   * @param position the position in the file, below 2^40
   * @param row the row in the event, below 2^24
   * @throws IllegalArgumentException if position or row is out of range
   */
  public static SourcePosition ofBinlog(long file, long position, long row) {
    if (position < 0 || position >= 1L << 40 || row < 0 || row >= 1L << 24) {
      throw new IllegalArgumentException(
          "binlog position " + position + " row " + row + " is out of range");
    }
    return new SourcePosition(file, (position << 24) | row);
  }

  /**
   * Returns the position of the same record of PostgreSQL for a table with {@code backfill: heal}:
   * the greater one of the bound and the record's own LSN decides first. A change that was written
   * after a snapshot is then above the LSN of that snapshot, whatever its bound is.
   */
  public SourcePosition byGreaterLsn() {
    return Long.compareUnsigned(high, low) >= 0 ? this : new SourcePosition(low, low);
  }

  /** A change's time in milliseconds since 1970; may be negative. */
  public static SourcePosition ofTime(long epochMillis) {
    return new SourcePosition(epochMillis ^ Long.MIN_VALUE, 0);
  }

  /**
   * The place of a record in its topic, for sources whose events have neither a position nor a
   * time.
   *
   * @param partition at least 0
   * @param offset at least 0
   */
  public static SourcePosition ofOffset(int partition, long offset) {
    return new SourcePosition(partition + 1L, offset);
  }
}
