package io.portage.decode.envelope;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Positions in a source's log, always as numbers: as text 0/9F would come after 0/100. */
final class SourcePositionParser {
  private static final String NOT_A_PAIR = "source.sequence is no pair of log positions";

  private SourcePositionParser() {}

  /**
   * PostgreSQL's position of a change that was read from the log.
   *
   * <p>The first half is a place in the log before which the change's transaction was not committed
   * and behind which every earlier transaction of the row was: the LSN of the transaction's own
   * commit, else that of the last commit before it, else the record's own LSN, since a transaction
   * that changes a row finds every earlier one of that row committed. The second half is the
   * record's own LSN, by which the changes of one transaction are ordered.
   *
   * @return null where the source tells none
   */
  static @Nullable SourcePosition postgres(PostgresPositions told) {
    long bound = told.bound() == 0 ? told.own() : told.bound();
    return bound == 0 ? null : SourcePosition.ofPostgres(bound, told.own());
  }

  /**
   * PostgreSQL's position of a row that was read from its table, in a snapshot: the last commit
   * before it, and nothing else. The LSN at which a snapshot was taken says nothing about order: a
   * transaction that had written below it may have committed behind it.
   *
   * @param incremental whether the row belongs to an incremental snapshot, which runs beside the
   *     stream
   * @return {@link SourcePosition#SNAPSHOT} where the connector had seen no commit, or null where
   *     the source tells nothing at all
   */
  static @Nullable SourcePosition postgresSnapshot(PostgresPositions told, boolean incremental) {
    if (told.bound() != 0) {
      return SourcePosition.ofPostgres(told.bound(), 0);
    }
    return told.own() == 0 || incremental ? null : SourcePosition.SNAPSHOT;
  }

  /**
   * What a PostgreSQL source tells of log positions; 0 where it does not tell one.
   *
   * @param bound the LSN of the transaction's own commit, or of the last commit before it
   * @param own the record's own LSN
   */
  record PostgresPositions(long bound, long own) {
    /**
     * Reads the block's fields.
     *
     * @param sequence JSON text, {@code ["<last commit's LSN>","<LSN>"]}, either may be null; or
     *     empty where there is none
     * @param lsn the record's own LSN; before the sequence's, which in some releases repeats the
     *     last commit
     * @param commitLsn the LSN of the transaction's commit, or empty
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
              : number(commitLsn, 0, commitLsn.length(), "source.commit_lsn is no LSN");
      return new PostgresPositions(
          commit == 0 ? lastCommit : commit, lsn == null || lsn == 0 ? own : lsn);
    }
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

  /** Unsigned; Debezium prints a long, so that beyond 2^63 there would be a minus. */
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
