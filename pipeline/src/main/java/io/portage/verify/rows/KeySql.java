package io.portage.verify.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The part of the queries that differs between databases: conditions on keys, and their parameters.
 * Values are those of {@link io.portage.model.Row}.
 */
interface KeySql {
  /** Returns a condition that holds for the keys after the one that is bound. */
  String after(List<String> quotedKey);

  /** Binds the key of {@link #after}. */
  void bindAfter(PreparedStatement statement, List<Object> key) throws SQLException;

  /**
   * Prepares the query of the rows with {@code keys}, at least one.
   *
   * @param select the quoted columns
   * @param table the quoted table
   */
  PreparedStatement byKeys(
      Connection connection,
      String select,
      String table,
      List<String> quotedKey,
      List<List<Object>> keys)
      throws SQLException;

  /** Returns a statement that estimates the number of rows; its parameter is {@link #estimated}. */
  String estimate();

  /** Returns the parameters of {@link #estimate}. */
  List<String> estimated(String table);
}
