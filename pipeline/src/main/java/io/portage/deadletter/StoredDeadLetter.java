package io.portage.deadletter;

import io.portage.model.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A letter as it stands in the topic or the folder.
 *
 * @param letter the letter
 * @param resolution what a replay made of it, or null while it is unresolved
 */
public record StoredDeadLetter(DeadLetter letter, @Nullable Resolution resolution) {
  /** A letter that nothing has become of yet. */
  static StoredDeadLetter unresolved(DeadLetter letter) {
    return new StoredDeadLetter(letter, null);
  }

  /** The letter's id; what is appended about a letter has the same. */
  public String id() {
    return letter.id();
  }

  /** When it failed or was resolved, milliseconds since 1970. */
  public long time() {
    return resolution == null ? letter.failedAt() : resolution.at();
  }
}
