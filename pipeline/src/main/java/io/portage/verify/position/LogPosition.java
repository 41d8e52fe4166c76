package io.portage.verify.position;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the log of a source database. Only positions of one kind, in the log of one server,
 * can be compared.
 *
 * @param kind the kind of log
 * @param file the name of the binlog's file; empty for PostgreSQL
 * @param number the LSN, unsigned, for PostgreSQL; else the place in the file, at least 0
 */
public record LogPosition(LogKind kind, String file, long number)
    implements Comparable<LogPosition> {
  private static final Pattern LSN = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");
  private static final Pattern BINLOG = Pattern.compile("(\\S+\\.\\d{1,18}):(\\d{1,18})");

  /** The kind of log, and with it the form of positions. */
  public enum LogKind {
    /** PostgreSQL's write-ahead log: {@code 16/B374D848}. */
    WAL,
    /** The binlog of MariaDB and MySQL: {@code binlog.000012:4711}. */
    BINLOG
  }

  /** A position in PostgreSQL's log. */
  public static LogPosition ofLsn(long lsn) {
    return new LogPosition(LogKind.WAL, "", lsn);
  }

  /**
   * A position in the binlog.
   *
   * @throws IllegalArgumentException if the file's name does not end in a dot and a number
   */
  public static LogPosition ofBinlog(String file, long place) {
    return parse(file + ":" + place);
  }

  /**
   * Parses the form that {@link #toString} returns.
   *
   * @throws IllegalArgumentException if {@code text} is not a position
   */
  public static LogPosition parse(String text) {
    Matcher lsn = LSN.matcher(text);
    if (lsn.matches()) {
      return ofLsn(Long.parseLong(lsn.group(1), 16) << 32 | Long.parseLong(lsn.group(2), 16));
    }
    Matcher binlog = BINLOG.matcher(text);
    if (binlog.matches()) {
      return new LogPosition(LogKind.BINLOG, binlog.group(1), Long.parseLong(binlog.group(2)));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a log position (write 16/B374D848 or binlog.000012:4711)");
  }

  /** The number at the end of the binlog's file name; 0 for PostgreSQL. */
  long fileNumber() {
    return kind == LogKind.WAL ? 0 : Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
  }

  /** Returns true if this position is not below {@code other}. */
  public boolean hasReached(LogPosition other) {
    return compareTo(other) >= 0;
  }

  /**
   * Returns how far this position is above {@code other}: bytes for PostgreSQL and within one file
   * of a binlog, else the number of files, as text with its unit.
   */
  public String distanceFrom(LogPosition other) {
    long files = fileNumber() - other.fileNumber();
    if (files != 0) {
      return files + (files == 1 ? " binlog file" : " binlog files");
    }
    return Long.toUnsignedString(number - other.number) + " bytes";
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the kinds differ
   */
  @Override
  public int compareTo(LogPosition other) {
    if (kind != other.kind) {
      throw new IllegalArgumentException(this + " and " + other + " are of different databases");
    }
    int order = Long.compare(fileNumber(), other.fileNumber());
    return order == 0 ? Long.compareUnsigned(number, other.number) : order;
  }

  @Override
  public String toString() {
    return kind == LogKind.WAL
        ? "%X/%X".formatted(number >>> 32, number & 0xFFFF_FFFFL)
        : file + ":" + number;
  }
}
