package io.portage.decode;

import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Positions in a source's log, always as numbers: as text 0/9F would come after 0/100. */
final class LogPositions {
  private LogPositions() {}

  /**
   * PostgreSQL's position.
   *
   * @param sequence JSON text, {@code ["<last commit's LSN>","<LSN>"]}, either may be null; or null
   *     or empty where there is none
   * @param lsn the record's own LSN, used where there is no sequence
   * @return null where the source tells none
   */
  static @Nullable SourcePosition postgres(@Nullable String sequence, @Nullable Long lsn)
      throws MalformedException {
    if (sequence == null || sequence.isEmpty()) {
      return lsn == null ? null : orNull(SourcePosition.ofPostgres(0, lsn));
    }
    int comma = sequence.indexOf(',');
    if (comma < 0 || !sequence.startsWith("[") || !sequence.endsWith("]")) {
      throw notAPair();
    }
    return orNull(
        SourcePosition.ofPostgres(
            entry(sequence.substring(1, comma)),
            entry(sequence.substring(comma + 1, sequence.length() - 1))));
  }

  /**
   * MySQL's and MariaDB's position.
   *
   * @param file the binlog file's name, whose number stands behind the last dot
   * @return null where the source tells none, as in an incremental snapshot
   */
  static @Nullable SourcePosition binlog(String file, @Nullable Long pos, @Nullable Long row)
      throws MalformedException {
    String digits = file.substring(file.lastIndexOf('.') + 1);
    if (pos == null || digits.isEmpty()) {
      return null;
    }
    try {
      return SourcePosition.ofBinlog(Long.parseUnsignedLong(digits), pos, row == null ? 0 : row);
    } catch (NumberFormatException e) {
      throw new MalformedException("source.file ends in no number");
    } catch (IllegalArgumentException e) {
      throw new MalformedException("source.pos or source.row is beyond the limits");
    }
  }

  /** Unsigned; Debezium prints a long, so that beyond 2^63 there would be a minus. */
  private static long entry(String entry) throws MalformedException {
    String text = entry.strip();
    if (text.equals("null")) {
      return 0;
    }
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String digits = quoted ? text.substring(1, text.length() - 1) : text;
    try {
      return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw notAPair();
    }
  }

  /** A position of zeros tells nothing. */
  private static @Nullable SourcePosition orNull(SourcePosition position) {
    return position.equals(SourcePosition.LOWEST) ? null : position;
  }

  private static MalformedException notAPair() {
    return new MalformedException("source.sequence is no pair of log positions");
  }
}
