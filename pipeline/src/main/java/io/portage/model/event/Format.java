package io.portage.model.event;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a source's records are encoded: a pure function from a record's value to an {@link Envelope},
 * and one from a key to its columns. Read calls the first, since it needs the change's time; Decode
 * uses what it returned. Normalize calls the second for the few records that need it.
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
   * @return the event, or {@link Envelope#malformed}
   */
  Envelope decode(String topic, byte @Nullable [] value);

  /**
   * Decodes a key, a record's own or one in its headers. A format that says nothing of keys reads
   * none.
   *
   * @param key the bytes
   * @param value the record's value: where it has a schema and the key has none, that of a column
   *     holds for both
   */
  default SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return SourceKey.none("the format reads no keys");
  }
}
