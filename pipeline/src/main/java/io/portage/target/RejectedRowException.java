package io.portage.target;

/** The database rejected a write because of one of its rows. */
public final class RejectedRowException extends Exception {
  private static final long serialVersionUID = 1;

  private final SqlFailure failure;

  /** The database rejected the write with {@code failure}. */
  public RejectedRowException(SqlFailure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** Returns the cause of the rejection. */
  public SqlFailure failure() {
    return failure;
  }
}
