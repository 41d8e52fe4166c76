package io.portage.sink;

import io.portage.model.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The target does not answer, and a later attempt may succeed: an outage. The caller waits with
 * growing pauses, without a limit, which holds back the source, and writes the rest again. An
 * outage causes no dead letter.
 */
public final class SinkUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Change> unwritten;
  private final @Nullable String code;

  /**
   * Creates an exception.
   *
   * @param message the reason, without row values and secrets
   * @param code a short stable code of the error, such as an SQLState or an HTTP status, which is a
   *     part of a metric's name; null if there is none
   * @param unwritten the changes of the call that have no result yet, in their order; also those
   *     whose write is in doubt
   * @param cause the error, or null
   */
  public SinkUnavailableException(
      String message, @Nullable String code, List<Change> unwritten, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.unwritten = unwritten;
  }

  /** Returns the code of the error, or null. */
  public @Nullable String code() {
    return code;
  }

  /** Returns the changes without a result. */
  public List<Change> unwritten() {
    return unwritten;
  }
}
