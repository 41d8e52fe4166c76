package io.portage.kafka;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/** The brokers did not answer in time, or refused the request. The message names them. */
public final class KafkaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Takes a message for the user and the client's error. */
  public KafkaUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns true if the brokers refused the request, so that a retry fails until something is
   * changed.
   */
  public boolean isRefusal() {
    return getCause() instanceof ApiException && !(getCause() instanceof RetriableException);
  }
}
