package io.portage.target;

import java.sql.SQLException;

/** Rows that are to go have rows that refer to them and that would be deleted or changed too. */
public final class ReferencedRowException extends SQLException {
  private static final long serialVersionUID = 1;
  private static final String STATE = "23503";

  private final String table;
  private final String constraint;

  /** Rows of {@code table} refer to them by the foreign key {@code constraint}. */
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

  /** The same error as where the foreign key has no action. */
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
