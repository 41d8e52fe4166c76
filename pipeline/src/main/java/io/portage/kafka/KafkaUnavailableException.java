package io.portage.kafka;

/** The brokers did not answer in time, or refused to. The message names them. */
public final class KafkaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the user, and what the client said. */
  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
