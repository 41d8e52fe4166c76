package io.portage.target;

import java.sql.SQLException;
import java.util.List;

/**
 * The table in which the writers of a job show each other rows that wait for another row: rows that
 * need each other can only be written together. It helps and decides nothing: what stands there is
 * written through the guard, as any other change, and its owner keeps it until it is written. What
 * its owner has not shown anew for ten minutes goes.
 *
 * <p>All but {@link #create} runs in the transaction of the connection it was made for.
 */
public interface ParkedRowTable {
  /** Makes the table where it is missing, in a transaction of its own. */
  void create() throws SQLException;

  /** Shows changes of {@code table}, encoded, by the hashes of their keys. */
  void put(String table, long[] hashes, byte[][] changes) throws SQLException;

  /**
   * The changes of {@code table} that are shown, at most a thousand and 16 MiB, those shown last
   * first.
   */
  List<byte[]> all(String table) throws SQLException;

  /** Takes changes back. */
  void remove(String table, long[] hashes) throws SQLException;
}
