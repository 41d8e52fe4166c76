package io.portage.kafka;

/** A topic of the configuration does not exist. The message names it and the brokers. */
public final class TopicMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Takes a message for the user. */
  public TopicMissingException(String message) {
    super(message);
  }

  /** Takes a message for the user and the client's error. */
  public TopicMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}
