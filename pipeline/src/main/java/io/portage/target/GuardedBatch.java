package io.portage.target;

import io.portage.model.Version;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guarded writes of one set of rows, in the transaction of the connection that it was created for.
 *
 * <p>Every statement compares versions itself: it touches an existing row only if that row's
 * version is null or less than the incoming one.
 *
 * <p>An <em>older row</em> below is the existing row of the same key, if its version is null or
 * less than that of the incoming row. A row's <em>index</em> is its position in the batch, from 0.
 *
 * <p>The number of rows that a method returns decides which rows are compared with the target
 * afterwards: a number that is too small costs a query, one that is too great loses a result. A
 * database that counts differently (two for an updated row, none for an unchanged one) must be
 * counted by other means.
 *
 * <p>A method with a default is an optional capability of the dialect.
 */
public interface GuardedBatch {
  /**
   * Inserts rows and updates older rows; returns the number of rows written. By default by two
   * statements: a row that another transaction inserts between them makes the second one fail with
   * an error of the key, which must then be {@link ErrorCategory#TRANSIENT}.
   */
  default int upsert() throws SQLException {
    return update() + insert();
  }

  /** Inserts the rows whose key has no row; returns the number of rows written. */
  int insert() throws SQLException;

  /** Updates older rows; returns the number of rows written. */
  int update() throws SQLException;

  /** Deletes older rows; returns the number of rows deleted. */
  int delete() throws SQLException;

  /**
   * Stores a tombstone for each key without a row, unless it has a tombstone of the same or a
   * greater version.
   *
   * @return the number of tombstones stored
   */
  int insertTombstones() throws SQLException;

  /**
   * Removes older rows that are not marked deleted from their keys and keeps each in the moved-rows
   * table for its new key, unless the new key has a row or tombstone at or above the move's
   * version. The old row is deleted, or marked deleted without a new version, even if it is not
   * kept. The row at the new key is not touched, because it may itself be due to move.
   *
   * <p>Called only if the dialect has a {@link Dialect#movedRowTable}; this also applies to the
   * other methods about moved rows.
   *
   * @return the number of rows kept
   */
  default int move() throws SQLException {
    return 0;
  }

  /**
   * Keeps the rows that {@link #move} would keep, and removes none: for rows that cannot be removed
   * yet. Replaces what was kept of them before.
   */
  default void keepForMove() throws SQLException {}

  /**
   * Keeps the rows for their new keys as {@link #move} would after a write at the old keys, without
   * that write, so that no constraint of the table applies. The existing rows at the old keys are
   * not touched.
   *
   * @param partial true if the rows are partial: such a row is kept only if its missing columns
   *     come from an older row, in the table or kept for the old key
   * @return the indexes of the rows that a write would have written; empty if the database's
   *     default of a missing column cannot be determined
   */
  default List<Integer> pass(boolean partial) throws SQLException {
    return List.of();
  }

  /**
   * Throws if rows, of any table that the role may read, refer to an older row and would be deleted
   * or changed with it (ON DELETE CASCADE, SET NULL, SET DEFAULT). Locks the older rows, so that no
   * new reference to them can appear until the transaction ends. By default nothing is checked: a
   * key change then deletes such rows with the row at its old key.
   */
  default void requireUnreferenced() throws SQLException {}

  /**
   * Returns the indexes of the rows whose older row cannot be deleted because other rows refer to
   * it by the foreign key of {@code failure}; empty if that cannot be determined, as by default:
   * the batch is then bisected. Writes nothing.
   *
   * @param includeCascading true if a foreign key whose referring rows would be deleted or changed
   *     too also counts
   */
  default List<Integer> referencedRows(SqlFailure failure, boolean includeCascading)
      throws SQLException {
    return List.of();
  }

  /**
   * Inserts partial rows, each completed by the moved row that is kept for its key: the newest one
   * that is older than the incoming row and not of an earlier lifetime. An existing row is replaced
   * only if it is marked deleted and older than the moved row.
   *
   * @param replaces true if any existing row that is older than the moved row is replaced
   * @return the number of rows written
   */
  default int insertMovedRows(boolean replaces) throws SQLException {
    return 0;
  }

  /** Deletes the moved rows that are kept for these keys and are older than these rows. */
  default void deleteMovedRows() throws SQLException {}

  /**
   * Returns the number of older rows that a write of these rows replaces, without those that are
   * marked deleted. Writes nothing. By default 0: rows that a key change replaces at its new key
   * are then not reported.
   */
  default int countOverwritten() throws SQLException {
    return 0;
  }

  /** Returns the rows for which the target does not have exactly the incoming version. */
  List<ExistingRow> existingRows() throws SQLException;

  /**
   * Returns the columns in which an existing row that is not marked deleted differs from the
   * incoming one, without key and metadata columns. Writes nothing.
   */
  List<String> differingColumns() throws SQLException;

  /**
   * Returns the indexes of the rows that {@code failure} still rejects in the present state of the
   * target: rows whose parent row is missing, and rows whose unique value is held by a row that
   * none of {@code all} replaces. Empty if that cannot be determined, as by default: the batch is
   * then bisected. Writes nothing.
   *
   * @param all keys and versions of all rows of the transaction, including these
   */
  default List<Integer> conflictingRows(SqlFailure failure, RowBatch all) throws SQLException {
    return List.of();
  }

  /**
   * Prepares a row exchange before any of its rows is written. Called only for the dialect's own
   * {@link Dialect#exchangeStrategies}.
   *
   * @return the number of older rows that have temporarily lost their value; all of them must be
   *     written in this transaction
   */
  default int release(ExchangeStrategy strategy) throws SQLException {
    return 0;
  }

  /**
   * Deletes the older rows and inserts the new ones; {@link #upsert} or {@link #update} can write
   * the rest. Columns that the rows do not contain keep their values. Called only for {@link
   * ExchangeStrategy.ExchangeKind#REPLACE}.
   *
   * @return the number of rows written
   */
  default int replace() throws SQLException {
    return 0;
  }

  /**
   * The existing state of a row's key in the target.
   *
   * @param rowIndex the row's index in the batch, from 0
   * @param newer true if the target has a greater version; otherwise it has a smaller one or none
   * @param version the target's version, or null if it has none
   */
  record ExistingRow(int rowIndex, boolean newer, @Nullable Version version) {}
}
