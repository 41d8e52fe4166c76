package io.portage.target;

import java.sql.SQLException;
import java.time.Duration;

/**
 * A table that keeps rows between the two halves of a key change: the row has left its old key and
 * is not yet written at its new one.
 *
 * <p>All methods except {@link #create} run in the transaction of the connection that this was
 * created for. The rows themselves are written and read by a {@link GuardedBatch} whose {@link
 * WriteSpec} has a {@link WriteSpec.MoveSpec}.
 */
public interface MovedRowTable {
  /**
   * Creates the table if it is missing, in a transaction of its own. Concurrent calls are harmless.
   */
  void create() throws SQLException;

  /**
   * Removes moved rows of {@code table} that have been kept for longer than {@code age}, a bounded
   * number per call. Does nothing if the moved-rows table does not exist.
   *
   * @return the number of rows removed
   */
  int expire(TargetTable table, Duration age) throws SQLException;
}
