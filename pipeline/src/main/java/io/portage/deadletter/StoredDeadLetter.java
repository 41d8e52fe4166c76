package io.portage.deadletter;

import io.portage.model.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as stored in the topic or the folder.
 *
 * @param deadLetter the dead letter
 * @param resolution the resolution, or null if unresolved
 */
public record StoredDeadLetter(DeadLetter deadLetter, @Nullable Resolution resolution) {
  /** An unresolved dead letter. */
  static StoredDeadLetter unresolved(DeadLetter deadLetter) {
    return new StoredDeadLetter(deadLetter, null);
  }

  /** The dead letter's id; a resolution has the id of its dead letter. */
  public String id() {
    return deadLetter.id();
  }

  /** The time of the failure or of the resolution, milliseconds since 1970. */
  public long time() {
    return resolution == null ? deadLetter.failedAt() : resolution.at();
  }
}
