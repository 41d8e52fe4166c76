package io.portage.upsert.write;

/**
 * A table of the target lacks what the configuration needs. It concerns the changes of this table
 * only. The message contains no row values.
 */
final class UnusableTableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableTableException(String message) {
    super(message);
  }
}
