package io.portage.decode;

import org.jspecify.annotations.Nullable;

/** Reads one value of one Avro type. Immutable. */
@FunctionalInterface
interface AvroReader {
  /** The value, as a row holds it. */
  @Nullable Object read(BoundedAvroDecoder in) throws MalformedException;
}
