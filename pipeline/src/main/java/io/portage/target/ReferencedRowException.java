package io.portage.target;

import java.sql.SQLException;

/** A delete was refused because other rows refer to the row and would be deleted or changed too. */
public final class ReferencedRowException extends SQLException {
  private static final long serialVersionUID = 1;
  private static final String STATE = "23503";

  private final String table;
  private final String constraint;

  /** Rows of {@code table} refer to the row by the foreign key {@code constraint}. */
  public ReferencedRowException(String table, String constraint) {
    super(
        "rows of table "
            + table
            + " refer to it and would be deleted or changed with it, constraint "
            + constraint,
        STATE);
    this.table = table;
    this.constraint = constraint;
  }

  /** Returns the failure that the database reports for a foreign key without an action. */
  public SqlFailure failure() {
    return new SqlFailure(
        ErrorCategory.DEPENDENCY,
        STATE,
        getMessage() + " (SQLState " + STATE + ")",
        table,
        null,
        constraint,
        null,
        false);
  }
}
