package io.portage.read;

import io.portage.model.Decoded;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record's value and, until it crosses a coder, what the format made of it.
 *
 * @param bytes the value, or null
 * @param decoded a memo, not part of the value: null behind a coder
 */
record Payload(byte @Nullable [] bytes, @Nullable Decoded decoded) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes == null ? "no value" : bytes.length + " bytes";
  }
}
