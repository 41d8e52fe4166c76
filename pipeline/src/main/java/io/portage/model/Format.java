package io.portage.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A pure function from a record's value to an {@link Envelope}. Read calls it, since it needs the
 * change's time; Decode uses what it returned.
 *
 * <p>Implementations are immutable, thread-safe and never throw for bad bytes.
 */
@FunctionalInterface
public interface Format extends Serializable {
  /**
   * Decodes one value.
   *
   * @param topic the record's topic
   * @param value the bytes, null for a tombstone
   */
  Decoded decode(String topic, byte @Nullable [] value);
}
