package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import org.jspecify.annotations.Nullable;

/** Reads one value of one Avro type. Immutable. */
@FunctionalInterface
public interface AvroReader {
  /**
   * Reads a value, in the Java type that a row contains.
   *
   * @return null for Avro's null
   * @throws MalformedException if the bytes are not a value of the type
   */
  @Nullable Object read(BoundedAvroDecoder in) throws MalformedException;
}
