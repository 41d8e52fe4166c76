package io.portage.target;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A database error, described without the values of any row.
 *
 * @param errorClass the category
 * @param kind the kind
 * @param sqlState the SQLState, or null if the driver reports none. Where several errors of the
 *     database share an SQLState, the dialect appends the vendor's code: {@code HY000-1205}
 * @param message the description for users, without row values
 * @param table the table it names, or null
 * @param column the column it names, or null
 * @param constraint the constraint it names, or null
 * @param function the database function that raised it, or null if unknown
 * @param isClassified true if a rule of the database for rows (a policy, a view's check, an
 *     exception that a function raises) rejected the row; the SQLState then does not describe the
 *     tables
 */
public record SqlFailure(
    ErrorCategory errorClass,
    FailureKind kind,
    @Nullable String sqlState,
    String message,
    @Nullable String table,
    @Nullable String column,
    @Nullable String constraint,
    @Nullable String function,
    boolean isClassified)
    implements Serializable {
  /** Returns this failure with the name of the column that the database did not report. */
  public SqlFailure inColumn(String name) {
    return new SqlFailure(
        errorClass,
        kind,
        sqlState,
        "column " + name + ": " + message,
        table,
        name,
        constraint,
        function,
        isClassified);
  }

  /** Returns this failure with another message. */
  public SqlFailure withMessage(String text) {
    return new SqlFailure(
        errorClass, kind, sqlState, text, table, column, constraint, function, isClassified);
  }

  /** Returns true if the statement does not match the table, which may have been altered. */
  public boolean isOfSchema() {
    return kind == FailureKind.SCHEMA;
  }

  /**
   * Returns true if a foreign key is violated: {@code table} is then the referring table, whichever
   * side was written.
   */
  public boolean isOfReference() {
    return !isClassified && kind == FailureKind.FOREIGN_KEY;
  }
}
