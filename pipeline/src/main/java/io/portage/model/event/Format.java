package io.portage.model.event;

import io.portage.model.schema.SourceTable;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a source's records: a pure function from a record's value to an {@link Envelope},
 * and one from a key to its columns. Read calls the first, because it needs the change's time, and
 * Decode uses the result. Normalize calls the second for the few records that need it.
 *
 * <p>Implementations are immutable and thread-safe, and never throw because of invalid bytes.
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
   * Decodes a record's key. The default reads no keys.
   *
   * @param key the bytes
   * @param value the record's value: if it has a schema and the key has none, a column's schema in
   *     the value applies to the key too
   * @return the key, or {@link SourceKey#none}
   */
  default SourceKey decodeKey(byte[] key, byte @Nullable [] value) {
    return SourceKey.none("the format reads no keys");
  }

  /**
   * Returns the columns of a record's table with the types that the record's schema declares, and
   * the key's columns among them. Called on demand, for few records; every call may analyse the
   * schema. The default knows no schema.
   *
   * @param topic the record's topic
   * @param key the record's key, or null
   * @param value the record's value, or null
   * @return empty if the record has no schema, or is no change of a row
   */
  default Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value) {
    return Optional.empty();
  }

  /**
   * Decodes a key in one of the record's headers, by default as the record's key.
   *
   * @param header the header's bytes
   * @param value the record's value, see {@link #decodeKey}
   */
  default SourceKey decodeHeaderKey(byte[] header, byte @Nullable [] value) {
    return decodeKey(header, value);
  }
}
