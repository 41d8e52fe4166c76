package io.portage.model.event;

import io.portage.model.schema.SourceTable;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a source's records: a pure function from a record's value to an {@link Envelope},
 * and one from a key to its columns. Read calls the first, because it needs the change's time, and
 * Decode uses the result. Normalize calls the second for the few records that need it.
 *
 * <p>Implementations are immutable and thread-safe, and never throw because of invalid bytes. One
 * whose records name a schema may wait for a registry while it does not answer.
 *
 * <p>The pipeline calls the methods with headers; a format that needs none implements the others.
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

  /** The same with the record's headers, which the default ignores. */
  default Envelope decode(String topic, byte @Nullable [] value, List<Header> headers) {
    return decode(topic, value);
  }

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

  /** The same with the record's headers, which the default ignores. */
  default SourceKey decodeKey(byte[] key, byte @Nullable [] value, List<Header> headers) {
    return decodeKey(key, value);
  }

  /**
   * Divides the value of a record with several rows into values with one row each, which decode to
   * the same events. A dead letter of a row then contains this row only, and not all others. The
   * default divides nothing.
   *
   * @param value a value that was decoded to several rows
   * @return the value with the row of this number; null if it cannot be divided
   */
  default @Nullable IntFunction<byte[]> divide(byte[] value) {
    return null;
  }

  /**
   * Returns the columns of a record's table with the types that the record's schema declares, and
   * the key's columns among them. Called on demand, for few records; every call may analyse the
   * schema. The default knows no schema.
   *
   * @param topic the record's topic
   * @param key the record's key, or null
   * @param value the record's value, or null
   * @param headers the record's headers
   * @return empty if the record has no schema, or is no change of a row
   */
  default Optional<SourceTable> describe(
      String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
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
