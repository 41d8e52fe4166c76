package io.portage.target;

import io.portage.model.Version;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guarded writes of one set of rows, in the transaction of the connection that it was made for.
 *
 * <p>Every write compares versions in the statement that writes: a row is touched only where its
 * version is null or strictly smaller.
 */
public interface GuardedBatch {
  /** Inserts rows, or updates the older ones that stand there; gives how many were written. */
  int upsert() throws SQLException;

  /** Inserts rows where none stands; gives how many were written. */
  int insert() throws SQLException;

  /** Updates the older rows that stand there; gives how many were written. */
  int update() throws SQLException;

  /** Removes the older rows that stand there; gives how many there were. */
  int delete() throws SQLException;

  /**
   * Leaves a tombstone for each key without a row, unless one of this version or a greater one is
   * there; gives how many were left.
   */
  int insertTombstones() throws SQLException;

  /**
   * Takes the older, living rows that stand there and keeps them, each for its new key, where no
   * row or tombstone of its arrival's version or a greater one stands there; gives how many are
   * kept. The old row goes, or is marked without a new version, even where it is not kept. What
   * stands at the new key is not touched: it may itself be still to be moved.
   */
  int move() throws SQLException;

  /**
   * Keeps what {@link #move} would keep, and takes nothing: for rows that cannot go yet. What was
   * kept of them before is replaced.
   */
  void keepForMove() throws SQLException;

  /**
   * Keeps the rows for their new keys, as {@link #move} would after they had been written at the
   * old ones, without writing them there: no constraint of the table concerns them. What stands at
   * the old keys is not touched. Gives the rows, by their places, that a write would have written;
   * none where the database's defaults of columns that they lack cannot be told.
   *
   * @param lacking whether the rows lack columns: such a row counts only where an older row gives
   *     them, which stands there or is kept for the old key
   */
  List<Integer> pass(boolean lacking) throws SQLException;

  /**
   * Throws where rows, of any table that the role may read, refer to an older row that stands there
   * and would be deleted or changed with it (ON DELETE CASCADE, SET NULL, SET DEFAULT). Until the
   * transaction ends no more rows can.
   */
  void requireUnreferenced() throws SQLException;

  /**
   * The rows, by their places, whose older row in the target cannot go because of the rows that
   * {@code failure} speaks of, which refer to it. Empty where that cannot be told. Writes nothing.
   *
   * @param along whether those cannot go, either, that would take the referring rows along, or
   *     change them
   */
  List<Integer> referencedRows(SqlFailure failure, boolean along) throws SQLException;

  /**
   * Inserts rows that lack columns where a moved row is kept for their key, which gives what they
   * lack: the newest one that is older than they are and not of an earlier life. Gives how many
   * were written. Of what stands there, only what is marked deleted and older than the moved row is
   * replaced.
   *
   * @param replaces whether a living row that is older than the moved one is replaced, too
   */
  int insertMovedRows(boolean replaces) throws SQLException;

  /** Forgets the moved rows that are kept for these keys and are older than these rows. */
  void deleteMovedRows() throws SQLException;

  /**
   * How many older rows stand there that a write of these rows replaces; what is marked deleted
   * does not count. Writes nothing.
   */
  int countOverwritten() throws SQLException;

  /** What stands in the target where it is not exactly the row's version. */
  List<ExistingRow> existingRows() throws SQLException;

  /**
   * The columns in which a row that stands there, not marked deleted, differs from the row to be
   * written; without the key and the metadata. Writes nothing.
   */
  List<String> differingColumns() throws SQLException;

  /**
   * The rows, by their places, that {@code failure} refuses as the target stands: those that lack
   * the row they refer to, or whose unique value a row has that none of {@code all} is to replace.
   * Empty where that cannot be told. Writes nothing.
   *
   * @param all keys and versions of all rows that are written in the transaction, these among them
   */
  List<Integer> conflictingRows(SqlFailure failure, RowBatch all) throws SQLException;

  /**
   * Makes room for rows that have each other's unique values, before any of them is written; gives
   * how many older rows, which are all to be written over in this transaction, have no value for
   * now.
   */
  int release(ExchangeStrategy way) throws SQLException;

  /**
   * Deletes the older rows that stand there and inserts the new ones; gives how many were written,
   * and {@link #upsert} or {@link #update} can write the others. Columns that the rows do not bring
   * stay as they are.
   */
  int replace() throws SQLException;

  /**
   * What stands in place of a row.
   *
   * @param rowIndex the row's place in the batch, from 0
   * @param newer whether the target has a greater version; otherwise it has a smaller one or none
   * @param version the target's version, or null where it has none
   */
  record ExistingRow(int rowIndex, boolean newer, @Nullable Version version) {}
}
