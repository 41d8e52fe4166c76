package io.portage.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a format made of a record's value: an envelope, or why there is none.
 *
 * @param envelope the event, or null when the bytes are not what the format says
 * @param problem why there is no envelope, without row values; null when there is one
 */
public record Decoded(@Nullable Envelope envelope, @Nullable String problem) {
  /** The value was understood. */
  public static Decoded of(Envelope envelope) {
    return new Decoded(envelope, null);
  }

  /** The value was not understood. */
  public static Decoded failed(String problem) {
    return new Decoded(null, problem);
  }

  /** The source's change time, or null when there is none. */
  public @Nullable Instant changeTime() {
    return envelope == null ? null : envelope.changeTime();
  }
}
