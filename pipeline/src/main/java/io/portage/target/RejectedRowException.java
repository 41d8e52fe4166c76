package io.portage.target;

/** The database refused a write for the sake of one of its rows. */
public final class RejectedRowException extends Exception {
  private static final long serialVersionUID = 1;

  private final SqlFailure failure;

  /** The database refused for {@code failure}. */
  public RejectedRowException(SqlFailure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** Why. */
  public SqlFailure failure() {
    return failure;
  }
}
