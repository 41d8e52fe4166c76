package io.portage.model;

/**
 * A place in the source's own log, or a time where the source has no log: 128 bits, unsigned.
 *
 * <p>{@link #LOWEST} is the position of snapshot records that carry none.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record SourcePosition(long high, long low) {
  /** Sorts below every other position. */
  public static final SourcePosition LOWEST = new SourcePosition(0, 0);

  /**
   * Rows of a snapshot that a connector took before it had seen a commit: below every change. They
   * know no order against changes that an earlier connector told, although they are newer.
   */
  public static final SourcePosition SNAPSHOT = new SourcePosition(0, -1);

  /**
   * PostgreSQL; both unsigned.
   *
   * @param bound the LSN of the transaction's own commit or of the last one before it; the record's
   *     own LSN where neither is known
   * @param lsn the record's own LSN, 0 for a row of a snapshot
   */
  public static SourcePosition ofPostgres(long bound, long lsn) {
    return new SourcePosition(bound, lsn);
  }

  /**
   * MySQL and MariaDB: the number of the binlog file, the position in it, the row in the event.
   *
   * @param file the number behind the last dot of the file's name
   * @param position below 2^40
   * @param row below 2^24
   */
  public static SourcePosition ofBinlog(long file, long position, long row) {
    if (position < 0 || position >= 1L << 40 || row < 0 || row >= 1L << 24) {
      throw new IllegalArgumentException(
          "binlog position " + position + " row " + row + " is out of range");
    }
    return new SourcePosition(file, (position << 24) | row);
  }

  /** A change's time in milliseconds since 1970, before 1970 too. */
  public static SourcePosition ofTime(long epochMillis) {
    return new SourcePosition(epochMillis ^ Long.MIN_VALUE, 0);
  }
}
