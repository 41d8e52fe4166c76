package io.portage.kafka;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/** The brokers did not answer in time, or refused to. The message names them. */
public final class KafkaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the user, and what the client said. */
  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the brokers refused, so that asking again is of no use before something is changed. */
  public boolean isRefusal() {
    return getCause() instanceof ApiException && !(getCause() instanceof RetriableException);
  }
}
