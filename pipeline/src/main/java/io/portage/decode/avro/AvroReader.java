package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import org.jspecify.annotations.Nullable;

/** Reads one value of one Avro type. Immutable. */
@FunctionalInterface
public interface AvroReader {
  /** The value, as a row holds it. */
  @Nullable Object read(BoundedAvroDecoder in) throws MalformedException;
}
