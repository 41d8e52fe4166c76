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

  /** PostgreSQL: the last commit's LSN, then the record's own LSN; both unsigned, 0 where null. */
  public static SourcePosition ofPostgres(long lastCommitLsn, long lsn) {
    return new SourcePosition(lastCommitLsn, lsn);
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
