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
 * What differs from database to database: its errors, its catalog, and guarded writes.
 *
 * <p>What is handed a connection runs in its transaction and does not end it, but for {@link
 * #createTombstones}, {@link #createMovedRows} and {@link ParkedRowTable#create}. Identifiers are
 * quoted, values are bound. Implementations have no state.
 */
public interface Dialect {
  /** A short name, for people. */
  String name();

  /** Whether this dialect speaks to what the JDBC URL names. */
  boolean accepts(String url);

  /** Properties for the driver; the URL's own take precedence. */
  Map<String, String> connectionProperties();

  /** What every new connection runs first. */
  String connectionInit();

  /** What an error with this SQLState and vendor code means, or null where that is not known. */
  @Nullable ErrorCategory classify(String sqlState, int vendorCode);

  /**
   * Whether this SQLState is about the session and not about what was asked of it, so that a new
   * connection may do better.
   */
  boolean isSessionBroken(String sqlState);

  /** An error, told without the values of any row. */
  SqlFailure explain(SQLException error);

  /** The table as the catalog describes it, or empty when there is none of that name. */
  Optional<TargetTable> describe(Connection connection, String table) throws SQLException;

  /**
   * The foreign keys from one of these tables to one of them; tables that are missing have none.
   * Rows of the first wait for rows of the second where those come later.
   */
  List<ForeignKey> foreignKeys(Connection connection, Collection<String> tables)
      throws SQLException;

  /**
   * Begins a transaction: what it waits for is bounded, so that it ends before the connection is
   * given up and its session stays behind.
   */
  void begin(Connection connection) throws SQLException;

  /**
   * The same for a batch: every statement checks its constraints at once, and the stripes of {@code
   * table}, given in ascending order, are held until the transaction ends.
   */
  void begin(Connection connection, TargetTable table, int[] stripes) throws SQLException;

  /**
   * Makes the table of tombstones where it is missing, in a transaction of its own; two makers at a
   * time are harmless.
   */
  void createTombstones(Connection connection, String tombstones) throws SQLException;

  /**
   * Makes the table {@code name} of moved rows where it is missing, in a transaction of its own;
   * two makers at a time are harmless.
   */
  void createMovedRows(Connection connection, String name) throws SQLException;

  /**
   * Removes moved rows of {@code table} that have been kept longer than {@code age}, a bounded
   * number at a time; gives how many. Nothing where there is no table {@code name}.
   */
  int expireMovedRows(Connection connection, String name, TargetTable table, Duration age)
      throws SQLException;

  /** The table {@code name} of rows that wait for each other. */
  ParkedRowTable parkedRowTable(Connection connection, String name);

  /**
   * Gives tombstones of {@code table} that were left under its name without a schema its canonical
   * name; a slice of them. False when there is none left.
   */
  boolean adoptTombstones(Connection connection, String tombstones, TargetTable table)
      throws SQLException;

  /**
   * Removes tombstones of {@code table} that were left longer than {@code age} ago, out of the
   * slice that follows {@code after}, in a bounded time. What an older change brings then is not
   * held back any more.
   *
   * @param after where the slice before ended, or null for the first one
   */
  TombstoneSlice expireTombstones(
      Connection connection,
      String tombstones,
      TargetTable table,
      Duration age,
      byte @Nullable [] after)
      throws SQLException;

  /**
   * The column that a row was refused for, where {@code failure} does not name it; null where that
   * cannot be told. The transaction must be rolled back.
   */
  @Nullable String findRejectedColumn(Connection connection, RowBatch row, SqlFailure failure)
      throws SQLException;

  /**
   * The ways in which rows of the table that have each other's values of a unique or an exclusion
   * constraint can be written together, the one with the fewest side effects first. The database
   * may refuse each of them all the same.
   */
  List<ExchangeStrategy> exchangeStrategies(
      Connection connection, TargetTable table, String constraint) throws SQLException;

  /**
   * What can keep a row of {@code table} from being written without an error: the names of its
   * triggers and rules, for people, at most five.
   */
  List<String> suppressingTriggers(Connection connection, String table) throws SQLException;

  /**
   * Writes a row of {@code table} other than {@code row} as it stands, with all triggers of an
   * upsert; false where there is none that no other session holds. The transaction must be rolled
   * back.
   */
  boolean probeWrite(Connection connection, TargetTable table, RowBatch row) throws SQLException;

  /** Writes of {@code rows} in the transaction of {@code connection}. */
  GuardedBatch newBatch(Connection connection, RowBatch rows);
}
