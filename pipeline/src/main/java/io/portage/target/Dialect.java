package io.portage.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is specific to one target database: its errors, its catalog, its own tables and
 * its guarded writes.
 *
 * <p>A method that takes a connection runs in that connection's transaction and does not end it,
 * except {@link #createTombstones}, {@link #createMovedRows} and {@link ParkedRowTable#create}.
 * Identifiers are quoted, values are bound. Implementations are stateless.
 */
public interface Dialect {
  /** Returns a short name for messages. */
  String name();

  /** Returns true if this dialect supports the database of the JDBC URL. */
  boolean accepts(String url);

  /** Returns the properties for the driver; the URL's own take precedence. */
  Map<String, String> connectionProperties();

  /** Returns the SQL that every new connection runs first. */
  String connectionInit();

  /**
   * Returns the category of an error with this SQLState and vendor code, or null if it is unknown.
   */
  @Nullable ErrorCategory classify(String sqlState, int vendorCode);

  /**
   * Returns true if this SQLState concerns the session and not the statement, so that a retry on a
   * new connection may succeed.
   */
  boolean isSessionBroken(String sqlState);

  /** Describes an error without the values of any row. */
  SqlFailure explain(SQLException error);

  /** Returns the table as the catalog describes it, or empty if no table has that name. */
  Optional<TargetTable> describe(Connection connection, String table) throws SQLException;

  /**
   * Returns the foreign keys from one of these tables to one of them. A missing table has none.
   *
   * @param tables the tables' names, as the configuration has them
   */
  List<ForeignKey> foreignKeys(Connection connection, Collection<String> tables)
      throws SQLException;

  /**
   * Begins a transaction with a lock timeout, so that the server ends a wait before the client
   * gives the connection up and leaves its session behind.
   */
  void begin(Connection connection) throws SQLException;

  /**
   * Begins a transaction for a batch, with the lock timeout of {@link #begin(Connection)}. Every
   * statement checks its constraints immediately.
   *
   * @param stripes the stripes of {@code table} in ascending order; their advisory locks are held
   *     until the transaction ends
   */
  void begin(Connection connection, TargetTable table, int[] stripes) throws SQLException;

  /**
   * Creates the tombstone table if it is missing, in a transaction of its own. Concurrent calls are
   * harmless.
   */
  void createTombstones(Connection connection, String tombstones) throws SQLException;

  /**
   * Creates the moved-rows table {@code name} if it is missing, in a transaction of its own.
   * Concurrent calls are harmless.
   */
  void createMovedRows(Connection connection, String name) throws SQLException;

  /**
   * Removes moved rows of {@code table} that have been kept for longer than {@code age}, a bounded
   * number per call. Does nothing if there is no table {@code name}.
   *
   * @return the number of rows removed
   */
  int expireMovedRows(Connection connection, String name, TargetTable table, Duration age)
      throws SQLException;

  /** Returns the table {@code name} of parked rows. */
  ParkedRowTable parkedRowTable(Connection connection, String name);

  /**
   * Renames one slice of the tombstones of {@code table} that are stored under its name without a
   * schema to its canonical name.
   *
   * @return false if there were none left
   */
  boolean adoptTombstones(Connection connection, String tombstones, TargetTable table)
      throws SQLException;

  /**
   * Removes tombstones of {@code table} that are older than {@code age}, from the slice that
   * follows {@code after}, in a bounded time. A change that is older than a removed tombstone is
   * then no longer stale.
   *
   * @param after the end of the previous slice, or null for the first one
   */
  TombstoneSlice expireTombstones(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException;

  /**
   * Finds the column whose value the database rejected, if {@code failure} does not name it. The
   * transaction must be rolled back afterwards.
   *
   * @return null if the column cannot be determined
   */
  @Nullable String findRejectedColumn(Connection connection, RowBatch row, SqlFailure failure)
      throws SQLException;

  /**
   * Returns the strategies for a row exchange under a unique or an exclusion constraint, the one
   * with the fewest side effects first. The database may still reject each of them.
   */
  List<ExchangeStrategy> exchangeStrategies(
      Connection connection, TargetTable table, String constraint) throws SQLException;

  /**
   * Returns the names of the triggers and rules that can suppress a write to {@code table} without
   * an error, for messages; at most five.
   */
  List<String> suppressingTriggers(Connection connection, String table) throws SQLException;

  /**
   * Upserts an existing row of {@code table} other than {@code row} with its present values, which
   * fires all triggers of an upsert. The transaction must be rolled back afterwards.
   *
   * @return false if there is no such row that no other session has locked
   */
  boolean probeWrite(Connection connection, TargetTable table, RowBatch row) throws SQLException;

  /** Creates the guarded writes of {@code rows} in the transaction of {@code connection}. */
  GuardedBatch newBatch(Connection connection, RowBatch rows);
}
