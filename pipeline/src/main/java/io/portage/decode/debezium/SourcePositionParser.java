package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Parses positions in a source's log. A position is always a number: as text, 0/9F would be greater
 * than 0/100.
 */
final class SourcePositionParser {
  private static final String NOT_A_PAIR = "source.sequence is not a pair of log positions";

  private SourcePositionParser() {}

  /**
   * Returns PostgreSQL's position of a streamed change.
   *
   * <p>The first half is an LSN before which the change's transaction was not committed, and after
   * which every earlier transaction on the row was already committed: the LSN of the transaction's
   * own commit, else of the last commit before the transaction, else the record's own LSN, because
   * a transaction that changes a row sees every earlier transaction on that row committed. The
   * second half is the record's own LSN, which orders the changes of one transaction.
   *
   * @return null if the source block has no LSN
   */
  static @Nullable SourcePosition postgres(PostgresPositions positions) {
    long bound = positions.bound() == 0 ? positions.own() : positions.bound();
    return bound == 0 ? null : SourcePosition.ofPostgres(bound, positions.own());
  }

  /**
   * Returns PostgreSQL's position of a snapshot row: the last commit before the row, and nothing
   * else. The LSN at which a snapshot was taken does not define an order: a transaction that wrote
   * below that LSN may have committed after it.
   *
   * @param incremental true if the row belongs to an incremental snapshot, which runs beside the
   *     stream
   * @return {@link SourcePosition#SNAPSHOT} if the connector had seen no commit; null if the source
   *     block has no LSN at all
   */
  static @Nullable SourcePosition postgresSnapshot(
      PostgresPositions positions, boolean incremental) {
    if (positions.bound() != 0) {
      return SourcePosition.ofPostgres(positions.bound(), 0);
    }
    return positions.own() == 0 || incremental ? null : SourcePosition.SNAPSHOT;
  }

  /**
   * The LSNs in PostgreSQL's source block; 0 if absent.
   *
   * @param bound the LSN of the transaction's own commit, or of the last commit before the
   *     transaction
   * @param own the record's own LSN
   */
  record PostgresPositions(long bound, long own) {
    /**
     * Parses the block's fields.
     *
     * @param sequence JSON text {@code ["<last commit's LSN>","<LSN>"]}, either may be null; empty
     *     if absent
     * @param lsn the record's own LSN, or null; preferred to the one in {@code sequence}, which in
     *     some releases repeats the last commit
     * @param commitLsn the LSN of the transaction's commit; empty if absent
     */
    static PostgresPositions of(String sequence, @Nullable Long lsn, String commitLsn)
        throws MalformedException {
      long lastCommit = 0;
      long own = 0;
      if (!sequence.isEmpty()) {
        int comma = sequence.indexOf(',');
        if (comma < 0 || !sequence.startsWith("[") || !sequence.endsWith("]")) {
          throw notAPair();
        }
        lastCommit = entry(sequence, 1, comma);
        own = entry(sequence, comma + 1, sequence.length() - 1);
      }
      long commit =
          commitLsn.isEmpty()
              ? 0
              : number(commitLsn, 0, commitLsn.length(), "source.commit_lsn is not an LSN");
      return new PostgresPositions(
          commit == 0 ? lastCommit : commit, lsn == null || lsn == 0 ? own : lsn);
    }
  }

  /**
   * Returns the position of MySQL and MariaDB.
   *
   * @param file the binlog file's name, with its number after the last dot
   * @return null if the source block has no position, as in an incremental snapshot
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
      throw new MalformedException("source.file does not end in a number");
    } catch (IllegalArgumentException e) {
      throw new MalformedException("source.pos or source.row is beyond the limits");
    }
  }

  private static long entry(String pair, int begin, int end) throws MalformedException {
    int from = begin;
    int to = end;
    while (from < to && Character.isWhitespace(pair.charAt(from))) {
      from++;
    }
    while (from < to && Character.isWhitespace(pair.charAt(to - 1))) {
      to--;
    }
    if (to - from == 4 && pair.startsWith("null", from)) {
      return 0;
    }
    boolean quoted = to - from > 1 && pair.charAt(from) == '"' && pair.charAt(to - 1) == '"';
    return quoted ? number(pair, from + 1, to - 1, NOT_A_PAIR) : number(pair, from, to, NOT_A_PAIR);
  }

  /**
   * Parses an unsigned number; Debezium prints a signed long, so a number beyond 2^63 has a minus.
   */
  private static long number(String text, int from, int to, String problem)
      throws MalformedException {
    try {
      return text.startsWith("-", from)
          ? Long.parseLong(text, from, to, 10)
          : Long.parseUnsignedLong(text, from, to, 10);
    } catch (NumberFormatException e) {
      throw new MalformedException(problem);
    }
  }

  private static MalformedException notAPair() {
    return new MalformedException(NOT_A_PAIR);
  }
}
