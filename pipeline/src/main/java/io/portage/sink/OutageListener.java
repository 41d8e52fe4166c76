package io.portage.sink;

import org.jspecify.annotations.Nullable;

/** Receives the attempts that an outage ended. */
@FunctionalInterface
public interface OutageListener {
  /** Does nothing. */
  OutageListener NONE = code -> {};

  /**
   * Counts an attempt.
   *
   * @param code the code of the error, see {@link SinkUnavailableException#code}; may be null
   */
  void attemptFailed(@Nullable String code);
}
