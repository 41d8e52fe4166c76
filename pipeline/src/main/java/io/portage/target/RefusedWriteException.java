package io.portage.target;

import java.sql.SQLException;

/**
 * A write that a dialect or the writer refuses itself, although the database reported no error. It
 * has the failure that the database would have reported.
 */
public final class RefusedWriteException extends SQLException {
  private static final long serialVersionUID = 1;

  private final SqlFailure failure;

  /** The write is refused for the reason {@code failure}. */
  public RefusedWriteException(SqlFailure failure) {
    super(failure.message(), failure.sqlState());
    this.failure = failure;
  }

  /** Returns the refusal of a row, for the reason {@code message}, which contains no value. */
  public static RefusedWriteException ofRow(String message) {
    return new RefusedWriteException(
        new SqlFailure(
            ErrorCategory.DATA, FailureKind.OTHER, null, message, null, null, null, null, true));
  }

  /** Returns the reason. */
  public SqlFailure failure() {
    return failure;
  }
}
