package io.portage.target;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs from database to database: its errors, its catalog, and guarded writes.
 *
 * <p>Every write compares versions in the statement that writes: a row is touched only where its
 * version is null or smaller. All writes run in the transaction of the connection that is handed in
 * and never end it. Identifiers are quoted, values are bound. Implementations have no state.
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
  @Nullable ErrorClass classify(String sqlState, int vendorCode);

  /** An error, told without the values of any row. */
  SqlFailure explain(SQLException error);

  /** The table as the catalog describes it, or empty when there is none of that name. */
  Optional<TargetTable> describe(Connection connection, String table) throws SQLException;

  /** Begins a batch: from here on every statement checks its constraints at once. */
  void begin(Connection connection) throws SQLException;

  /** Holds the stripes of {@code table}, given in ascending order, until the transaction ends. */
  void lock(Connection connection, String table, int[] stripes) throws SQLException;

  /** Makes the table of tombstones where it is missing; two makers at a time are harmless. */
  void createTombstones(Connection connection, String tombstones) throws SQLException;

  /** Inserts rows, or updates the older ones that stand there; gives how many were written. */
  int upsert(Connection connection, WriteRows rows) throws SQLException;

  /** Inserts rows where none stands; gives how many were written. */
  int insert(Connection connection, WriteRows rows) throws SQLException;

  /** Updates the older rows that stand there; gives how many were written. */
  int update(Connection connection, WriteRows rows) throws SQLException;

  /** Removes the older rows that stand there; gives how many there were. */
  int delete(Connection connection, WriteRows rows) throws SQLException;

  /**
   * Leaves a tombstone for each key without a row, unless one of this version or a greater one is
   * there; gives how many were left.
   */
  int bury(Connection connection, WriteRows rows) throws SQLException;

  /** What stands in the target where it is not exactly the version of {@code rows}. */
  List<Standing> standing(Connection connection, WriteRows rows) throws SQLException;

  /**
   * What stands in place of a row.
   *
   * @param row the row's place in the batch, from 0
   * @param newer whether the target has a greater version; otherwise it has a smaller one or none
   */
  record Standing(int row, boolean newer) {}
}
