package io.portage.decode.debezium;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Positions in the log of SQL Server. An LSN has three parts: the virtual log file (32 bits), the
 * block (32 bits) and the slot (16 bits), written as {@code 00000027:00000ac0:0002}.
 *
 * <p>A position is the LSN of the transaction's commit (80 bits) and the place of the change in the
 * transaction (48 bits): the change's own LSN, relative to the file of the commit, then the serial
 * number. A transaction with more than 62 log files, blocks beyond 2^26, slots beyond 2^12 or
 * serial numbers beyond 14 has changes that share a place; they follow each other by their offset.
 */
final class SqlServerPositions {
  private static final int SLOT_BITS = 16;
  private static final int PLACE_BITS = 48;
  private static final int MAX_FILES = (1 << 6) - 1;
  private static final long MAX_BLOCK = (1L << 26) - 1;
  private static final long MAX_SLOT = (1L << 12) - 1;
  private static final long MAX_SERIAL = (1L << 4) - 2;
  private static final long MAX_PLACE = (1L << PLACE_BITS) - 1;

  private record Lsn(long file, long block, int slot) {}

  private SqlServerPositions() {}

  /**
   * Returns the position of a streamed change.
   *
   * @return null if the source block has no LSN of a commit
   */
  static @Nullable SourcePosition streamed(
      String commitLsn, String changeLsn, @Nullable Long serial) throws MalformedException {
    Lsn commit = parse(commitLsn, "source.commit_lsn");
    if (commit == null) {
      return null;
    }
    Lsn change = parse(changeLsn, "source.change_lsn");
    return position(commit, change == null ? 0 : place(commit, change, serial));
  }

  /**
   * Returns the position of a snapshot row: above every change of the transactions that had
   * committed when the snapshot was taken, below every change of the transactions after it.
   *
   * @return null if the source block has no LSN of a commit
   */
  static @Nullable SourcePosition snapshot(String commitLsn) throws MalformedException {
    Lsn commit = parse(commitLsn, "source.commit_lsn");
    return commit == null ? null : position(commit, MAX_PLACE);
  }

  private static SourcePosition position(Lsn commit, long place) {
    return new SourcePosition(
        (commit.file << 32) | commit.block, ((long) commit.slot << PLACE_BITS) | place);
  }

  private static long place(Lsn commit, Lsn change, @Nullable Long serial)
      throws MalformedException {
    long files = commit.file - change.file;
    if (files < 0) {
      throw new MalformedException("source.change_lsn is after source.commit_lsn");
    }
    if (files >= MAX_FILES) {
      return 0;
    }
    long file = MAX_FILES - 1 - files;
    if (change.block > MAX_BLOCK) {
      return bits(file, MAX_BLOCK, MAX_SLOT, MAX_SERIAL);
    }
    if (change.slot > MAX_SLOT) {
      return bits(file, change.block, MAX_SLOT, MAX_SERIAL);
    }
    long number = serial == null ? 0 : Math.min(Math.max(serial, 0), MAX_SERIAL);
    return bits(file, change.block, change.slot, number);
  }

  private static long bits(long file, long block, long slot, long serial) {
    return (file << 42) | (block << SLOT_BITS) | (slot << 4) | serial;
  }

  /** Returns null for an empty text and for {@code NULL}, which Debezium writes for no LSN. */
  private static @Nullable Lsn parse(String text, String name) throws MalformedException {
    if (text.isEmpty() || text.equals("NULL")) {
      return null;
    }
    try {
      if (text.length() == 22 && text.charAt(8) == ':' && text.charAt(17) == ':') {
        return new Lsn(
            Long.parseUnsignedLong(text, 0, 8, 16),
            Long.parseUnsignedLong(text, 9, 17, 16),
            Integer.parseUnsignedInt(text, 18, 22, 16));
      }
    } catch (NumberFormatException e) {
      throw new MalformedException(name + " is not an LSN of SQL Server");
    }
    throw new MalformedException(name + " is not an LSN of SQL Server");
  }
}
