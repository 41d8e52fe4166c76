package io.portage.target;

import java.sql.SQLException;
import java.util.List;

/**
 * A table in which the writers of a job publish their parked rows to each other, because rows that
 * depend on each other can only be written together. It is a hint only: a writer applies a
 * published row through the guard, as any other change, and the owner keeps the row until it is
 * written. A row that its owner has not published again for ten minutes is removed.
 *
 * <p>All methods except {@link #create} run in the transaction of the connection that this was
 * created for.
 */
public interface ParkedRowTable {
  /** Creates the table if it is missing, in a transaction of its own. */
  void create() throws SQLException;

  /** Publishes encoded changes of {@code table} by the hashes of their keys. */
  void put(String table, long[] hashes, byte[][] changes) throws SQLException;

  /**
   * Returns the changes of {@code table} that were published within the last 30 seconds, at most
   * 10,000 and 16 MiB, the most recently published first. The owner of a parked row publishes it
   * with every attempt, at least every 10 seconds; an older one may no longer be parked.
   */
  List<byte[]> all(String table) throws SQLException;

  /** Removes published changes. */
  void remove(String table, long[] hashes) throws SQLException;
}
