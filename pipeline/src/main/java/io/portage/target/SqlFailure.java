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
 * @param function the function of the database in which it arose, or null where that is not known
 * @param isClassified whether the database's own rules for rows (a policy, a view's check, an
 *     exception that a function raises) refused the row: the SQLState then tells nothing about the
 *     tables
 */
public record SqlFailure(
    ErrorCategory errorClass,
    @Nullable String sqlState,
    String message,
    @Nullable String table,
    @Nullable String column,
    @Nullable String constraint,
    @Nullable String function,
    boolean isClassified)
    implements Serializable {
  /** The same, with the column that the database did not name. */
  public SqlFailure inColumn(String name) {
    return new SqlFailure(
        errorClass,
        sqlState,
        "column " + name + ": " + message,
        table,
        name,
        constraint,
        function,
        isClassified);
  }

  /** The same with another message. */
  public SqlFailure withMessage(String words) {
    return new SqlFailure(
        errorClass, sqlState, words, table, column, constraint, function, isClassified);
  }

  /**
   * Whether a foreign key is not fulfilled: {@code table} then is the one that refers, whichever
   * side was written.
   */
  public boolean isOfReference() {
    return !isClassified && (isIn("23503") || isIn("23001"));
  }

  /** Whether the SQLState begins with {@code prefix}. */
  public boolean isIn(String prefix) {
    return sqlState != null && sqlState.startsWith(prefix);
  }
}
