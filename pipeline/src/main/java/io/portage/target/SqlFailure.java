package io.portage.target;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An error of the database, told without the values of any row.
 *
 * @param errorClass what it means
 * @param sqlState the SQLState, or null where the driver gives none
 * @param message for people, without row values
 * @param table the table it names, or null
 * @param column the column it names, or null
 * @param constraint the constraint it names, or null
 * @param judged whether the database's own rules for rows (a policy, a view's check, an exception
 *     that a function raises) refused the row: the SQLState then tells nothing about the tables
 */
public record SqlFailure(
    ErrorClass errorClass,
    @Nullable String sqlState,
    String message,
    @Nullable String table,
    @Nullable String column,
    @Nullable String constraint,
    boolean judged)
    implements Serializable {
  /** The same, with the column that the database did not name. */
  public SqlFailure inColumn(String name) {
    return new SqlFailure(
        errorClass, sqlState, "column " + name + ": " + message, table, name, constraint, judged);
  }

  /** Whether the SQLState begins with {@code prefix}. */
  public boolean isIn(String prefix) {
    return sqlState != null && sqlState.startsWith(prefix);
  }
}
